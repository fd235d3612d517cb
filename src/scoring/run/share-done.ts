/** What part of a run each of its steps is, in the order in which they end: about its share of the time in a large bank. */
const parts = {
  history: 0.2,
  features: 0.12,
  events: 0.06,
  contributions: 0.1,
  churn: 0.08,
  lifetime: 0.01,
  backtest: 0.01,
  segments: 0.02,
  value: 0.02,
  parts: 0.12,
  scores: 0.01,
  write: 0.08,
  playbooks: 0.12,
  offers: 0.03,
  publish: 0.02,
} as const;

const steps = Object.keys(parts);
const shares = Object.values(parts);

/**
 * How much of a run is done, 0 to 1.
 * @param step the step that it is at; one that is not known counts as nothing
 */
export function shareDone(step: string, done: number, total: number): number {
  const at = steps.indexOf(step);
  if (at < 0) return 0;
  const before = shares.slice(0, at).reduce((sum, share) => sum + share, 0);
  return Math.min(1, before + (total > 0 ? (shares[at]! * done) / total : 0));
}
