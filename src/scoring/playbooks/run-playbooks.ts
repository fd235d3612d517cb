import { setImmediate } from 'node:timers/promises';
import { called } from '../../language/name-key.ts';
import type { Condition } from '../../settings/playbooks/condition.ts';
import type { Playbook } from '../../settings/playbooks/playbook.ts';
import { type KnownCustomer, knownCustomers } from '../../store/playbooks/known-customers.ts';
import type { Database } from '../../store/store.ts';
import { type Because, evaluate } from './evaluate.ts';
import { factsOf, segmentKey } from './facts-of.ts';

const customersAtATime = 2000;

/** A segment of the run that playbooks may name. */
export type NamedSegment = { segmentation: string; id: number; names: Record<string, string> };

/** A segment that a playbook names and the run does not have; `at` is where it stands in the playbook. */
export type UnknownSegment = { playbook: string; segment: string; at: (string | number)[] };

/** A customer and what to do next: the playbooks that hold, the first to do first. */
export type Stepped = {
  customer: KnownCustomer;
  steps: { playbook: Playbook; because: Because[] }[];
};

/**
 * Finds the segments that playbooks name, by a name in any language or as `segmentation/number`, and puts their keys in place
 * of the names.
 * @returns the playbooks with the names replaced, and the names that no segment of the run has
 */
export function resolveSegments(
  playbooks: readonly Playbook[],
  segments: readonly NamedSegment[],
): { resolved: Playbook[]; unknown: UnknownSegment[] } {
  const named = segments.map(({ segmentation, id, names }) => ({
    key: segmentKey(segmentation, id),
    names: [...Object.values(names)],
  }));
  const unknown: UnknownSegment[] = [];
  const keysOf = (name: string): string[] =>
    [...called(named, name, 'segment'), ...named.filter(({ key }) => key === name)].map(
      ({ key }) => key,
    );
  const replace = (condition: Condition, playbook: string): Condition => {
    if ('all' in condition) return { all: condition.all.map((each) => replace(each, playbook)) };
    if ('any' in condition) return { any: condition.any.map((each) => replace(each, playbook)) };
    if ('not' in condition) return { not: replace(condition.not, playbook) };
    const { fact, test, at } = condition;
    if (fact !== 'segment' || test.kind !== 'words') return condition;
    const lacking = test.anyOf.filter((name) => keysOf(name).length === 0);
    unknown.push(...lacking.map((segment) => ({ playbook, segment, at })));
    // Whether somebody is in a segment that there is not is unknown: no fact has this name.
    if (lacking.length === test.anyOf.length) return { fact: 'segment?', test, at };
    return { fact, test: { kind: 'words', anyOf: test.anyOf.flatMap(keysOf) }, at };
  };
  const resolved = playbooks.map((each) => ({ ...each, when: replace(each.when, each.id) }));
  return { resolved, unknown };
}

/**
 * Goes through every customer of a run who has not left, a part of the bank at a time, and gives those for whom a playbook
 * holds. Steps are in the order of their playbooks' priority, then of the playbooks themselves.
 *
 * @param playbooks with their segments resolved
 * @param atRisk the churn probability from which customers are at risk
 * @param onProgress called with how many customers were looked at
 */
export async function* stepsOfBank(
  db: Database,
  runId: number,
  playbooks: readonly Playbook[],
  {
    atRisk,
    signal,
    onProgress,
  }: {
    atRisk: number;
    signal?: AbortSignal | undefined;
    onProgress?: ((customers: number) => void) | undefined;
  },
): AsyncGenerator<Stepped> {
  if (playbooks.length === 0) return;
  const inTurn = [...playbooks].sort((a, b) => a.priority - b.priority);
  let looked = 0;
  for (let after = 0; ; ) {
    const part = await knownCustomers(db, { kind: 'all' }, runId, {
      after,
      limit: customersAtATime,
    });
    for (const customer of part) {
      const facts = factsOf(customer, atRisk);
      const steps = inTurn.flatMap((playbook) => {
        const { holds, because } = evaluate(playbook.when, facts);
        return holds === true ? [{ playbook, because }] : [];
      });
      if (steps.length > 0) yield { customer, steps };
    }
    looked += part.length;
    onProgress?.(looked);
    const last = part.at(-1);
    if (last === undefined || part.length < customersAtATime) return;
    after = last.id;
    await setImmediate();
    signal?.throwIfAborted();
  }
}
