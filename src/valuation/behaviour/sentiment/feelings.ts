/** How strongly a phrase speaks for the bank, above 0, or against it; `NaN` of one that asks or informs. */
export type Polarity = number;
type Words = Record<
  'strongPositive' | 'positive' | 'weakNegative' | 'negative' | 'strongNegative' | 'request',
  string[]
>;
const strengths = {
  request: Number.NaN,
  strongPositive: 2,
  positive: 1,
  weakNegative: -0.5,
  negative: -1,
  strongNegative: -2,
} as const satisfies Record<keyof Words, Polarity>;

/** Looks phrases up by a key that they and texts are brought to alike. */
export function polarities(
  words: Words,
  key: (phrase: string) => string,
): ReadonlyMap<string, Polarity> {
  const found = new Map<string, Polarity>();
  for (const [kind, strength] of Object.entries(strengths)) {
    for (const [name, phrases] of Object.entries(words)) {
      if (name === kind) for (const phrase of phrases) found.set(key(phrase), strength);
    }
  }
  return found;
}

/** What sort of feeling a phrase shows. */
export const polarityName = (polarity: Polarity): string =>
  Number.isNaN(polarity) ? 'asks' : polarity > 0 ? 'good' : polarity <= -1 ? 'bad' : 'weak';

/** The most words, or characters, of a phrase. */
export const longestPhrase = 6;

/** A word or phrase that says how somebody feels, and whether it stands negated and after the last turn, as "but". */
export type Feeling = { polarity: Polarity; turned: boolean };

/** What the feelings of a text come to, as terms: how many, on balance, in the last clause, and which came last. */
export function feelingTerms(feelings: readonly Feeling[]): string[] {
  const shown = feelings.filter(({ polarity }) => !Number.isNaN(polarity));
  const requests = Math.min(3, feelings.length - shown.length);
  const sum = (some: readonly Feeling[]) =>
    some.reduce((total, { polarity }) => total + polarity, 0);
  const bounded = (value: number) => Math.max(-4, Math.min(4, Math.round(value)));
  const turned = shown.filter((each) => each.turned);
  const total = sum(shown);
  const [up, down] = [
    shown.filter(({ polarity }) => polarity > 0),
    shown.filter(({ polarity }) => polarity < 0),
  ];
  return [
    `balance ${bounded(total)}`,
    `sign ${Math.sign(total)}`,
    `first ${Math.sign(shown[0]?.polarity ?? 0)}`,
    `last ${Math.sign(shown.at(-1)?.polarity ?? 0)}`,
    `mix ${bounded(sum(up))} ${bounded(sum(down))}`,
    `requests ${requests}`,
    `kinds ${Math.sign(up.length)} ${Math.sign(down.length)} ${Math.sign(requests)}`,
    `strongest ${Math.max(0, ...up.map(({ polarity }) => polarity))} ${Math.min(0, ...down.map(({ polarity }) => polarity))}`,
    ...(turned.length === 0
      ? []
      : [`turned ${Math.sign(sum(turned))}`, `turned balance ${bounded(sum(turned))}`]),
  ];
}
