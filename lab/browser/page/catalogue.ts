/** Filters the catalogue of programs while the reader types. Without scripts, it is a plain table. */

/** Put a search field into the room that a page keeps for it above its catalogue. */
export function addFilter(place: HTMLElement, table: HTMLTableElement): void {
  const label = document.createElement("label");
  const field = document.createElement("input");
  const found = document.createElement("output");
  field.type = "search";
  field.autocomplete = "off";
  label.append("Filter ", field);
  place.append(label, found);
  const rows = [...table.tBodies[0]!.rows].map((row) => ({
    row,
    words: `${row.id} ${row.textContent}`.toLowerCase().replace(/_/g, " "),
  }));
  const filter = () => {
    const wanted = field.value.toLowerCase().split(/[\s_]+/);
    let count = 0;
    for (const { row, words } of rows) {
      row.hidden = !wanted.every((word) => words.includes(word));
      if (!row.hidden) count += 1;
    }
    found.textContent = `${count} of ${rows.length} programs`;
  };
  field.addEventListener("input", filter);
  filter();
}
