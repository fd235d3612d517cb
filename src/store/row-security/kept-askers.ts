import type { Who } from './who.ts';

/** For how many askers what was made is kept: the people of a bank who ask within a while. */
const mostKept = 1000;

/**
 * Keeps what is made of a database for whoever asks, by what they may see at the time: each has the names of all columns in it, which
 * would be worked out anew with every question.
 */
export function keepingAskers<Made>(make: (who: Who) => Made): (who: Who) => Made {
  /** The one that was asked for longest ago first. */
  const kept = new Map<string, Made>();
  return (who) => {
    const key = JSON.stringify(who);
    const made = kept.get(key) ?? make(who);
    kept.delete(key);
    kept.set(key, made);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}
