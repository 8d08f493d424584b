import { MOST_CHARACTERS, MOST_LINES, type Stream } from "../protocol";

/** This many messages may be sent in a row; after that, one every `EVERY` milliseconds. */
const BURST = 50;
const EVERY = 16;

type Piece = [stream: Stream, text: string];

/** Collects what a program prints, and sends it: at once if it prints little. */
export class OutputQueue {
  capped = false;
  private pieces: Piece[] = [];
  private lines = 0;
  private characters = 0;
  private credit = BURST;
  private sent = performance.now();
  private readonly decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };

  constructor(private readonly send: (pieces: Piece[]) => void) {}

  write(stream: Stream, bytes: Uint8Array): void {
    if (this.capped) return;
    let text = this.decoders[stream].decode(bytes, { stream: true });
    this.characters += text.length;
    for (const character of text) if (character === "\n") this.lines++;
    if (this.lines > MOST_LINES || this.characters > MOST_CHARACTERS) {
      this.capped = true;
      text = `${text.slice(0, MOST_CHARACTERS).trimEnd()}\n`;
      this.push(stream, text);
      this.push(
        "stderr",
        `Only the first ${MOST_LINES.toLocaleString("en")} lines or ` +
          `${MOST_CHARACTERS.toLocaleString("en")} characters are shown.\n`,
      );
      this.flush();
      return;
    }
    this.push(stream, text);
    const now = performance.now();
    this.credit = Math.min(BURST, this.credit + (now - this.sent) / EVERY);
    if (this.credit >= 1) this.flush();
  }

  flush(): void {
    if (this.pieces.length === 0) return;
    this.send(this.pieces);
    this.pieces = [];
    this.sent = performance.now();
    this.credit = Math.max(0, this.credit - 1);
  }

  private push(stream: Stream, text: string): void {
    if (!text) return;
    const last = this.pieces.at(-1);
    if (last?.[0] === stream) last[1] += text;
    else this.pieces.push([stream, text]);
  }
}
