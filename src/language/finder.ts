/** Finds something that is said in a text: where it is said, and what it says; undefined where that cannot be. */
export type Finder<T> = { pattern: RegExp; read(match: RegExpExecArray): T | undefined };
