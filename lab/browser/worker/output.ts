import { MOST_CHARACTERS, MOST_LINES, type Stream } from "../protocol";

/** So many messages may be sent in a row; after that, one each `EVERY` milliseconds. */
const BURST = 50;
const EVERY = 16;

type Piece = [stream: Stream, text: string];

/** Collects what a program prints, and sends it: at once as long as it prints little. */
export class Output {
  capped = false;
  #pieces: Piece[] = [];
  #lines = 0;
  #characters = 0;
  #credit = BURST;
  #sent = performance.now();
  #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #send: (pieces: Piece[]) => void;

  constructor(send: (pieces: Piece[]) => void) {
    this.#send = send;
  }

  write(stream: Stream, bytes: Uint8Array): void {
    if (this.capped) return;
    let text = this.#decoders[stream].decode(bytes, { stream: true });
    this.#characters += text.length;
    for (const character of text) if (character === "\n") this.#lines++;
    if (this.#lines > MOST_LINES || this.#characters > MOST_CHARACTERS) {
      this.capped = true;
      text = `${text.slice(0, MOST_CHARACTERS).trimEnd()}\n`;
      this.#push(stream, text);
      this.#push(
        "stderr",
        `Only the first ${MOST_LINES.toLocaleString("en")} lines or ` +
          `${MOST_CHARACTERS.toLocaleString("en")} characters are shown.\n`,
      );
      this.flush();
      return;
    }
    this.#push(stream, text);
    const now = performance.now();
    this.#credit = Math.min(BURST, this.#credit + (now - this.#sent) / EVERY);
    if (this.#credit >= 1) this.flush();
  }

  flush(): void {
    if (this.#pieces.length === 0) return;
    this.#send(this.#pieces);
    this.#pieces = [];
    this.#sent = performance.now();
    this.#credit = Math.max(0, this.#credit - 1);
  }

  #push(stream: Stream, text: string): void {
    if (!text) return;
    const last = this.#pieces.at(-1);
    if (last?.[0] === stream) last[1] += text;
    else this.#pieces.push([stream, text]);
  }
}
