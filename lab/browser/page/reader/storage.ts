/**
 * What the browser keeps for the reader. Nothing here throws: where storage is blocked or full, a
 * value lasts until the page is left.
 */
export class Storage {
  /** What the browser would not take; null: what it would not remove. */
  private readonly held = new Map<string, string | null>();

  get(key: string): string | null {
    const held = this.held.get(key);
    if (held !== undefined) return held;
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  /** The keys of all that is kept, here and by other pages of this origin. */
  keys(): string[] {
    const keys = new Set<string>();
    try {
      for (let n = 0; n < localStorage.length; n++) keys.add(localStorage.key(n)!);
    } catch {
      // What the browser keeps is out of reach.
    }
    for (const [key, value] of this.held) {
      if (value === null) keys.delete(key);
      else keys.add(key);
    }
    return [...keys];
  }

  /** Keep a value, or none; tells whether the browser keeps it beyond this page. */
  set(key: string, value: string | null): boolean {
    if (this.get(key) === value) return !this.held.has(key);
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
      this.held.delete(key);
      return true;
    } catch {
      this.held.set(key, value);
      return false;
    }
  }
}
