import { Worker } from 'node:worker_threads';
import type { Config } from '../../settings/settings.ts';
import { recordsDepartures } from '../../store/campaigns/campaign-outcomes.ts';
import { listCampaigns } from '../../store/campaigns/campaigns.ts';
import { membersOutcome, upliftColumns } from '../../store/campaigns/uplift-columns.ts';
import { champion } from '../../store/models/champion.ts';
import type { Database } from '../../store/store.ts';
import type { LearntUplift, UpliftTask } from './learn-from.ts';
import { readUpliftCard, type UpliftCard, upliftDataset } from './uplift-card.ts';

/** With fewer customers who left, or stayed, in a group there is nothing to learn from. */
const fewest = 20;

/**
 * Learns from the newest campaign of retention that is over whom it moved, once for each campaign; undefined where there is
 * none that is not learnt from already, or too few left. Features are of the day it began, so that nothing that it did is
 * among them.
 *
 * @param asOf the run's day, YYYY-MM-DD
 */
export async function learnUplift(
  db: Database,
  { asOf, config, seed }: { asOf: string; config: Config; seed: number },
): Promise<{ method: string; body: unknown; card: UpliftCard } | undefined> {
  const campaign = (await listCampaigns(db)).find(
    ({ outcome, endsOn }) => outcome === 'retention' && endsOn <= asOf,
  );
  if (campaign === undefined || !(await recordsDepartures(db))) return undefined;
  const last = await champion(db, 'uplift');
  if (last !== undefined && readUpliftCard(last.card).campaign.id === campaign.id) return undefined;
  const members = await membersOutcome(db, campaign);
  const treated = Uint8Array.from(members.held_out, (heldOut) => 1 - heldOut);
  const outcome = Uint8Array.from(members.stayed);
  if (!enough(treated, outcome)) return undefined;
  const columns = await upliftColumns(
    db,
    { kind: 'all' },
    Array.from(members.id),
    campaign.startedOn,
  );
  const { contact } = config.churn;
  const { model, method, evidence } = await learnInWorker({
    dataset: upliftDataset(columns),
    treated,
    outcome,
    worth: contact === undefined ? null : { contact: contact.cost, gained: contact.saved },
    seed,
  });
  const { id, name, names, startedOn, endsOn } = campaign;
  return {
    method,
    body: model,
    card: {
      campaign: { id, name, names, startedOn, endsOn },
      customers: treated.length,
      treated: treated.reduce((sum, each) => sum + each, 0),
      ...evidence,
    },
  };
}

function enough(treated: Uint8Array, outcome: Uint8Array): boolean {
  return [0, 1].every((group) =>
    [0, 1].every(
      (wanted) =>
        treated.filter((each, row) => each === group && outcome[row] === wanted).length >= fewest,
    ),
  );
}

function learnInWorker(task: UpliftTask): Promise<LearntUplift> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./uplift-worker.ts', import.meta.url), { workerData: task });
    // Under `node --watch` the thread's imports are told over the same channel: those are not ours.
    worker.on('message', (message: { learnt: LearntUplift } | { 'watch:import': string[] }) => {
      if ('learnt' in message) resolve(message.learnt);
    });
    worker.on('error', reject);
    worker.on('exit', (code) =>
      reject(new Error(`The thread that learns uplift stopped early with code ${code}.`)),
    );
  });
}
