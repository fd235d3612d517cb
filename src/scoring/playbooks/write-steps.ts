import type { Coded } from '../../language/messages.ts';
import type { Playbook } from '../../settings/playbooks/playbook.ts';
import { keepPlaybooks } from '../../store/playbooks/steps.ts';
import type { CopyValue, Store } from '../../store/store.ts';
import { type NamedSegment, resolveSegments, stepsOfBank } from './run-playbooks.ts';

/** Steps loaded into the store at a time. */
const rowsAtATime = 20_000;

/**
 * Decides the next steps of every customer whom a run has valued, and writes them with what their playbooks say.
 * @param run its segments, and the churn probability from which customers are at risk
 * @returns what to warn of: segments that a playbook names and the run does not have
 */
export async function writeSteps(
  store: Store,
  runId: number,
  playbooks: readonly Playbook[],
  run: { segments: readonly NamedSegment[]; atRisk: number; signal: AbortSignal | undefined },
): Promise<Coded<'run-warnings'>[]> {
  const { resolved, unknown } = resolveSegments(playbooks, run.segments);
  await keepPlaybooks(
    store.db,
    runId,
    playbooks.map(({ id, name, step, say, owner, priority, due_days: dueDays }) => ({
      id,
      words: { name, step, say, owner, priority, dueDays },
    })),
  );
  let rows: CopyValue[][] = [];
  const write = async () => {
    await store.copyRows(
      'customer_steps',
      ['customer_id', 'run_id', 'playbook', 'position', 'because'],
      rows,
    );
    rows = [];
  };
  for await (const { customer, steps } of stepsOfBank(store.db, runId, resolved, run)) {
    for (const [i, { playbook, because }] of steps.entries()) {
      rows.push([customer.id, runId, playbook.id, i + 1, JSON.stringify(because)]);
    }
    if (rows.length >= rowsAtATime) await write();
  }
  if (rows.length > 0) await write();
  return unknown.map(({ playbook, segment }) => ({
    code: 'playbookSegment',
    figures: { playbook, segment },
  }));
}
