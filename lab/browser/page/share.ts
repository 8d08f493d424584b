/**
 * A program in a link: `#code=`, then base64url of raw-deflated UTF-8. Or the name of a program of
 * this site: `#program=tasks/first.py`.
 */

/** A link may unpack to no more than this many bytes: a small link can hold a huge program. */
export const MOST_BYTES = 200_000;

/**
 * A link may have no more than this many characters: RFC 9110, section 4.1, asks all that handle
 * addresses to take 8,000. Programs of some 600 lines fit in.
 */
const LONGEST_LINK = 8000;

const PREFIX = "#code=";
const NAME = "#program=";

/** Whether the fragment of a link holds a program, or names one. */
export function holdsProgram(fragment: string): boolean {
  return fragment.startsWith(PREFIX) || fragment.startsWith(NAME);
}

/** What a link's fragment holds: a program, a reason why it can't be read, or neither. */
export type Shared = { code: string; isOurs?: boolean } | { problem: string } | null;

/** Make a link that holds a program; null if it is too long for one. */
export async function linkTo(code: string, playground: URL): Promise<string | null> {
  const bytes = new TextEncoder().encode(code);
  if (bytes.length > MOST_BYTES) return null;
  const link = playground.href + (await pack(bytes));
  return link.length > LONGEST_LINK ? null : link;
}

async function pack(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const packed = await through(new CompressionStream("deflate-raw"), bytes);
  let text = "";
  for (const byte of packed) text += String.fromCharCode(byte);
  const base64 = btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return PREFIX + base64;
}

/** Read the fragment of a link. Never throws, whatever the fragment. */
export async function unpack(fragment: string): Promise<Shared> {
  if (fragment.startsWith(NAME)) return await published(fragment.slice(NAME.length));
  if (!fragment.startsWith(PREFIX)) return null;
  const base64 = fragment.slice(PREFIX.length);
  if (!/^[\w-]+$/.test(base64)) return { problem: "it has characters that no shared link has" };
  try {
    const text = atob(base64.replace(/-/g, "+").replace(/_/g, "/"));
    const packed = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const bytes = await through(new DecompressionStream("deflate-raw"), packed);
    return { code: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof RangeError) return { problem: "its program is too long" };
    return { problem: "a part of it is missing or was changed on the way" };
  }
}

/** Fetch a program of this site. */
async function published(name: string): Promise<Shared> {
  const problem = `this site has no program ${name.slice(0, 80)}`;
  if (!/^\w+\/\w+\.py$/.test(name)) return { problem };
  try {
    const answer = await fetch(new URL(`../../snippets/${name}`, import.meta.url));
    return answer.ok ? { code: await answer.text(), isOurs: true } : { problem };
  } catch {
    return { problem: "the program could not be loaded; try again when you are online" };
  }
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST_BYTES) {
      reader.cancel().catch(() => {});
      throw new RangeError("too long");
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
