import type { Gazetteer } from '../../gazetteer.ts';
import type { FollowUp, Remembered } from '../remembered.ts';
import {
  type Asked,
  asksBack,
  type Candidate,
  carriedCandidates,
  customerCandidates,
  intentCandidates,
  mentionedCandidates,
  numberCandidates,
  pageCandidates,
  valueCandidates,
} from './choices.ts';
import type { Heard, Taken } from './heard.ts';
import { features, type Logit, probabilitiesOf } from './logit.ts';

/** What was learnt of how lines go on: a choice each. */
export type FollowUpModel = {
  intent: Logit;
  customers: Logit;
  carried: Logit;
  mentioned: Logit;
  values: Logit;
  numbers: Logit;
  pages: Logit;
  /** the values in words that arguments are given, by argument */
  choices: ReadonlyMap<string, readonly string[]>;
};

/** A whole question that a line may be, as it was learnt to read it; `intent` may be that it must be asked back. */
export type LearntReading = {
  intent: Asked;
  entities: Readonly<Record<string, unknown>>;
  /** whom it is about, by ids or names, in the order of the line or of the list */
  customers: readonly string[];
  /** 0 to 1: of all that was chosen together */
  confidence: number;
};

/**
 * What a line may be after the answers before it, the newest first, by what the rules made of it: whole questions, the likeliest
 * first. The time zone (IANA) is for a schedule that names none.
 */
export type GoesOn = (
  line: string,
  first: FollowUp,
  remembered: readonly Remembered[],
  names: Gazetteer,
  timezone: string,
) => LearntReading[];

/** So many intents are read to their end. */
const mostRead = 3;

/** What is taken as the line itself says it: no value of it is learnt. */
export const plainlySaid: ReadonlySet<string> = new Set([
  'branch',
  'segment',
  'manager',
  'tag',
  'campaign',
  'product',
  'stage',
  'topic',
  'until',
  'assumptions',
  'schedule',
  'due',
]);

/** Of that, what may be mentioned to be left out. */
export const isFilter: ReadonlySet<string> = new Set(['branch', 'segment', 'manager', 'tag']);

/** What may be carried over from a question before. */
export const carriable: ReadonlySet<string> = new Set([
  'branch',
  'segment',
  'tier',
  'manager',
  'tag',
  'limit',
  'sortBy',
  'metric',
  'horizonMonths',
  'until',
  'from',
  'period',
  'model',
  'digestOf',
  'product',
  'stage',
]);

/** The arguments that are given a number. */
export const numbered = ['limit', 'horizonMonths'] as const;

/** What a line may be after the answers before it, the likeliest first. */
export function readOn(heard: Heard, model: FollowUpModel, commands: Taken): LearntReading[] {
  const asked = intentCandidates(heard, commands);
  const likely = likelihoods(model.intent, asked);
  return asked
    .map(({ meant }, at) => ({ meant, likely: likely[at]! }))
    .sort((a, b) => b.likely - a.likely)
    .slice(0, mostRead)
    .map(({ meant, likely }) => readAs(meant, likely, heard, model, commands))
    .sort((a, b) => b.confidence - a.confidence);
}

const likelihoods = (logit: Logit, candidates: readonly Candidate<unknown>[]): number[] =>
  probabilitiesOf(
    logit,
    candidates.map((each) => features(each.features)),
  );

function likeliest<Meant>(
  logit: Logit,
  candidates: readonly Candidate<Meant>[],
): { meant: Meant; likely: number } | undefined {
  const likely = likelihoods(logit, candidates);
  const at = likely.indexOf(Math.max(...likely));
  return at < 0 ? undefined : { meant: candidates[at]!.meant, likely: likely[at]! };
}

function readAs(
  intent: Asked,
  likely: number,
  heard: Heard,
  model: FollowUpModel,
  commands: Taken,
): LearntReading {
  const known = commands.get(intent)?.arguments;
  if (intent === asksBack || known === undefined)
    return { intent, entities: {}, customers: [], confidence: likely };
  let confidence = likely;
  const who = likeliest(model.customers, customerCandidates(heard, intent, commands));
  confidence *= who?.likely ?? 1;
  const entities: Record<string, unknown> = {};
  const take = (key: string, chosen: { meant: unknown; likely: number } | undefined) => {
    if (chosen === undefined) return;
    confidence *= chosen.likely;
    if (chosen.meant !== undefined) entities[key] = chosen.meant;
  };
  for (const [key, value] of Object.entries(heard.entities)) {
    if (!(key in known) || !plainlySaid.has(key)) continue;
    const isMeant = isFilter.has(key)
      ? likeliest(model.mentioned, mentionedCandidates(heard, intent, key))
      : undefined;
    confidence *= isMeant?.likely ?? 1;
    if (isMeant?.meant ?? true) entities[key] = value;
  }
  for (const [key, values] of model.choices)
    if (key in known)
      take(key, likeliest(model.values, valueCandidates(heard, intent, key, values, commands)));
  for (const key of numbered)
    if (key in known) take(key, likeliest(model.numbers, numberCandidates(heard, intent, key)));
  if ('from' in known) take('from', likeliest(model.pages, pageCandidates(heard, intent)));
  for (const { key, value } of heard.held) {
    if (!(key in known) || !carriable.has(key) || key in entities) continue;
    // By when and how long are one thing.
    if (key === 'until' && 'horizonMonths' in entities) continue;
    if (key === 'horizonMonths' && 'until' in entities) continue;
    const holds = likeliest(model.carried, carriedCandidates(heard, intent, key, commands));
    confidence *= holds?.likely ?? 1;
    if (holds?.meant) entities[key] = value;
  }
  return { intent, entities, customers: who?.meant ?? [], confidence };
}
