import type { Say } from '../../language/messages.ts';

/** Clauses in one sentence, which say the more for standing side by side: "one; another". */
export function clauses(said: readonly [string, ...string[]], say: Say): string {
  return said.reduce((before, next) => say('clauses.joined', { said: before, next }));
}
