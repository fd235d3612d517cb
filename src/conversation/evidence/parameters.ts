import { z } from 'zod';
import type { EvidenceKind } from './evidence.ts';

const record = z.record(z.string(), z.unknown());
const recorded = z.looseObject({
  churn: record.optional(),
  valuation: record.optional(),
  seed: z.number().optional(),
});

/** Writes each setting by its path: a list, and an object in a list, as JSON. */
function flatten(path: string, value: unknown): [string, string][] {
  const nested = Array.isArray(value) ? undefined : record.safeParse(value).data;
  if (nested === undefined)
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(nested)
    .filter(([, each]) => each !== undefined)
    .flatMap(([name, each]) => flatten(`${path}.${name}`, each));
}

/** Which of a run's settings concern a kind of model. */
function concerning(
  { churn, valuation, seed }: z.output<typeof recorded>,
  kind: EvidenceKind,
): Record<string, unknown> {
  const { segments, ...ofValue } = valuation ?? {};
  const settings = {
    churn: { churn },
    clv: { valuation: valuation && ofValue },
    segments: { valuation: segments && { segments } },
  }[kind];
  return Object.values(settings).some((each) => each !== undefined) ? { ...settings, seed } : {};
}

/**
 * The settings that a run valued with and that concern a kind of model, by their paths in the configuration; null where it did
 * not record them.
 */
export function parametersOf(
  parameters: Record<string, unknown>,
  kind: EvidenceKind,
): Record<string, string> | null {
  const read = recorded.safeParse(parameters);
  if (!read.success) return null;
  const settings = Object.entries(concerning(read.data, kind)).filter(
    ([, value]) => value !== undefined,
  );
  if (settings.length === 0) return null;
  return Object.fromEntries(settings.flatMap(([name, value]) => flatten(name, value)));
}
