/**
 * What people paste, without what differs between terminals, loggers and files: the same error is
 * then the same text, however it was shown.
 */

/** Colours, the frames that Rich, loguru and others draw, and what a quote or a test begins with. */
const DECORATION = /\x1b\[[0-9;]*[A-Za-z]|[\u2500-\u257f]|^\s*(?:E|(?:[>#|*+] ?)+)\s+(?=\S)/gm;
/** What comes before each line in a log: a service, a machine, a time, a level, or several of them. */
const PREFIX = new RegExp(
  "^(?:(?:" +
    [
      /[\w.-]+ +\| +/, // docker compose
      /\w+\[[\w.]+\]: /, // Heroku
      /\w{3} +\d+ [\d:]{8} \S+ \S+?(?:\[\d+\])?: /, // journald
      /\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?(?: [+-]\d+)?[ |]*/,
    ]
      .map(({ source }) => source)
      .join("|") +
    ")(?:\\[?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\\]?[ |:-]*)?)+",
  "gm",
);
/** Where a message is built from two literals on two lines of its source, with a gutter between. */
const JOINT = /(['"])(?: (?:-+>|❱|\|)?)?(?: ?\d+)? [frb]{0,2}\1/g;
/** Numbers of lines as VS Code and Colab link them. */
const LINKED = /\[([^\]\s]+)\]\((?:file|https?|vscode)[^)\s]*\)/g;
/**
 * What notebooks and Rich show around a line of the source: its number, an arrow, and the lines
 * before it, which haven't raised the error. A notebook shows up to five lines.
 */
const BEFORE_THE_LINE = /(?:^[ \t]*\d+(?:[ \t].*)?\n){0,20}^[ \t]*(?:-+>|❱)[ \t]*\d+(?:[ \t]|$)/gm;
/** A frame of a notebook, of pytest or of Rich, which Python shows as `File "a.py", line 1, in f`. */
const FRAME = /(\.pyx?)(?:", line |:)?(\d*)[,:]? in (?:[\w<>]+\.)*([\w<>]+)(?:\(.*\)?$)?/gm;

/** A pasted text without what differs between terminals, loggers and files. */
export function plain(text: string): string {
  return text
    .replaceAll("\\n", "\n") // JSON
    .replaceAll('\\"', '"')
    .replace(/\r\n?/g, "\n")
    .replace(/\\+/g, "/") // paths on Windows
    .replace(LINKED, "$1")
    .replace(DECORATION, "")
    .replace(PREFIX, "")
    .replace(BEFORE_THE_LINE, "")
    .replace(FRAME, '$1", line $2, in $3')
    .replace(/[‘’]|&#0?39;|&apos;/g, "'")
    .replace(/[“”]|&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/\s+/g, " ")
    .replace(JOINT, "")
    .trim();
}
