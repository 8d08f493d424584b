/** Words of a sentence: seconds, code, lists. */

/** A longer text is cut: a sentence is to be read at a glance. */
const LONGEST = 60;

/** Of less than so many seconds, more digits are shown. */
const FINE = 0.01;

/** Write seconds: to a thousandth, or two digits of less than that. */
export function seconds(time: number): string {
  return `${Number(time < FINE ? time.toPrecision(2) : time.toFixed(3))} s`;
}

/** A text without what marks code in it. */
export function plain(sentence: string): string {
  return sentence.replaceAll("`", "");
}

export function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

export function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

export function many(count: number, one: string): string {
  return count === 1 ? `one ${one}` : `${count} ${one}s`;
}

export function list(names: string[]): string {
  if (names.length > 3) return `${names[0]}, ${names[1]} and ${names.length - 2} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
