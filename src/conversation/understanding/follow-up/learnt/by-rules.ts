import type { Intent } from '../../../intent.ts';
import type { FollowUp, Remembered } from '../remembered.ts';
import { knownBefore } from '../spoken-before.ts';
import { customersIn } from '../spoken-of.ts';

/*
 * What the rules made of a line. Conversations teach how far they can be trusted, and in what.
 */

/** What the rules made of a line, as what is learnt looks at it. */
export type ByRules = {
  /**
   * `asks`: which of several is meant; `nothing`: nobody's business, or nothing that can be gone by; `unsure`: which question; `plainly`: it says nothing else;
   * `taken`: something was taken from before; `alone`: it is whole by itself
   */
  stance: 'asks' | 'nothing' | 'unsure' | 'plainly' | 'taken' | 'alone';
  /** how sure they are, from 0 to 5: how many of some steps of confidence are reached */
  sure: number;
  /** what is asked, or may be, the likeliest first */
  intents: readonly Intent[];
  entities: Readonly<Record<string, unknown>>;
  /** whom it is about, by the ids or names that are known of them */
  customers: readonly string[];
};

/** The first reading of a line as something to learn from; `remembered` are the answers before it, the newest first. */
export function byRules(first: FollowUp, remembered: readonly Remembered[]): ByRules {
  if (first.kind === 'asked') {
    const { asks, intent, candidates } = first.ask;
    const [one, ...others] = candidates;
    return {
      stance: 'asks',
      sure: asks === 'meaning' ? 0 : 1,
      intents: [...new Set([intent, ...candidates.map((each) => each.intent)])],
      entities: others.length === 0 ? (one?.entities ?? {}) : {},
      customers: [],
    };
  }
  const { understanding, taken, plainly } = first;
  const { intent, entities, asks, confidence, error } = understanding;
  return {
    stance:
      intent === 'unknown' || error !== undefined
        ? 'nothing'
        : asks.length > 0
          ? 'unsure'
          : plainly
            ? 'plainly'
            : taken === undefined
              ? 'alone'
              : 'taken',
    sure: steps.filter((least) => confidence >= least).length,
    intents: [...new Set([intent, ...asks])],
    entities,
    customers: customersIn(entities).map(
      (said) => knownBefore(said, remembered)?.externalId ?? said,
    ),
  };
}

const steps = [0.45, 0.6, 0.75, 0.9, 0.97];
