/** How many statements are known by their texts at most: those that a server's questions and its own work are made of. */
const mostKnown = 1000;
/** The longest statement that is kept, in characters: longer ones are rows written at once, of which no two are alike. */
const longestKept = 8000;

const mayBeKept = /^[\s(]*(?:select|with|insert|update|delete)\b/i;

/**
 * Names for the statements that connections keep prepared, so that the server reads and plans each once and not with every question:
 * policies make planning the dearest part of most. A statement has one from the second time on, and another for each role, since
 * PostgreSQL plans anew for each.
 */
export class KeptNames {
  /** By role and text, the one that was asked for longest ago first; undefined: it came once. */
  readonly #names = new Map<string, string | undefined>();
  #named = 0;

  /** The name of a statement; undefined where it is not to be kept, or not yet. */
  of(role: string, text: string): string | undefined {
    if (text.length > longestKept || !mayBeKept.test(text)) return undefined;
    const key = `${role}\n${text}`;
    const isKnown = this.#names.has(key);
    const name = this.#names.get(key) ?? (isKnown ? `kept_${++this.#named}` : undefined);
    this.#names.delete(key);
    this.#names.set(key, name);
    const [oldest] = this.#names.keys();
    if (this.#names.size > mostKnown && oldest !== undefined) this.#names.delete(oldest);
    return name;
  }
}
