import { z } from 'zod';
import type { Config } from '../../settings/settings.ts';
import type { StoredModel } from '../../store/models/champion.ts';
import { onThisThread } from '../../valuation/churn/selection.ts';
import {
  type Calibration,
  type Candidate,
  type ChurnExecutor,
  type ChurnKind,
  type Comparison,
  churnKinds,
  compareChurn,
  comparePaired,
  monotoneKinds,
  rowLogLoss,
  seededRandom,
  type TrainingOptions,
} from '../../valuation/index.ts';
import { dayNumber } from '../history/calendar.ts';
import { type ChurnSelection, churnCardShape } from './churn-card.ts';
import { type Stacked, sampleCustomers } from './churn-windows.ts';

/** The champion of the run before: what a normal night carries on with. */
export type LastChurn = {
  kind: ChurnKind;
  calibration: Calibration;
  selection: ChurnSelection;
};

/** What is trained in this run, and on what evidence. */
export type ChosenChurn = {
  kind: ChurnKind;
  calibration: Calibration;
  selection: ChurnSelection;
  /** with who left of the rows judged; null where the run before had chosen */
  comparison: (Comparison & { labels: Uint8Array }) | null;
};

/** Candidates are compared on at most about this many rows: more would not change who wins, only how long it takes. */
const comparedRows = 9000;
const folds = 3;
/** A difference in log loss with a larger p-value than this is noise. */
const noise = 0.05;

const calibrationShape = z.discriminatedUnion('method', [
  z.object({ method: z.literal('none') }),
  z.object({ method: z.literal('platt'), slope: z.number(), intercept: z.number() }),
  z.object({ method: z.literal('isotonic'), from: z.array(z.number()), to: z.array(z.number()) }),
]);

/** Of the last card the choice alone is needed, so that nothing else on it need be readable. */
const lastCard = churnCardShape.pick({ selection: true });
const bodyShape = z.looseObject({ kind: z.enum(churnKinds), calibration: calibrationShape });

/** Reads the champion of the run before; undefined for one of a version that kept no evidence of how it was chosen. */
export function readLastChurn(stored: StoredModel): LastChurn | undefined {
  const body = bodyShape.safeParse(stored.body);
  const selection = lastCard.safeParse(stored.card).data?.selection;
  if (!body.success || selection == null) return undefined;
  const { kind, calibration } = body.data;
  return { kind, calibration, selection };
}

/**
 * Which kind of model the run trains, and how its log-odds are calibrated: those of the run before, unless it is time to
 * choose again. Then candidates are trained on the older windows and judged by log loss on the newest, and the simplest
 * within noise of the best is chosen; against a champion that the same settings made it must also be better on that
 * window by more than noise, or the champion stays.
 *
 * @param stacked all windows, the newest first, of the features that passed the screen
 * @param drifted the features that have moved
 * @param byLabels whether what is learnt is a file's labels, and no departures over time
 * @param executor who does the work: this thread, or workers
 */
export async function chooseChurn(
  stacked: Stacked,
  {
    asOf,
    last,
    drifted,
    byLabels = false,
  }: { asOf: string; last: LastChurn | undefined; drifted: string[]; byLabels?: boolean },
  config: Config['churn'],
  training: TrainingOptions,
  executor: ChurnExecutor = onThisThread,
): Promise<ChosenChurn> {
  const settings = settingsOf(config, byLabels);
  const reason = whyChoose(last, { asOf, drifted, settings }, config);
  if (reason === null && last !== undefined) return { ...last, comparison: null };
  const champion = reason === 'settings' ? undefined : last;
  const random = seededRandom(training.seed);
  const {
    dataset,
    labels,
    customers,
    asOf: time,
  } = sampleCustomers(stacked, comparedRows, (order) => random.shuffle(order));
  const wanted = champion === undefined ? [] : [champion.kind];
  const comparison = await compareChurn(
    dataset,
    labels,
    {
      ...training,
      kinds: [...new Set([...candidatesOf(config), ...wanted])],
      folds,
      time: { asOf: time, horizon: 1 },
      customer: customers,
    },
    executor,
  );
  const { chosen, candidates, judgedOn, rows } = comparison;
  const judged = Uint8Array.from(rows, (row) => labels[row]!);
  const before = candidates.find(({ kind }) => kind === champion?.kind);
  const challengerTest =
    before === undefined || before.kind === chosen.kind
      ? null
      : testChallenger(
          before,
          chosen,
          judged,
          Uint32Array.from(rows, (row) => customers[row]!),
        );
  const winner =
    challengerTest === null || challengerTest.replacedChampion || before === undefined
      ? chosen
      : before;
  return {
    kind: winner.kind,
    calibration: winner.calibration,
    comparison: { ...comparison, labels: judged },
    selection: {
      selectedOn: asOf,
      reason: reason ?? 'first',
      judgedOn,
      rows: rows.length,
      leavers: judged.reduce((sum, label) => sum + label, 0),
      candidates: candidates.map(
        ({ kind, calibration, judged: { auc, brier, logLoss }, againstBest, withinNoise }) => ({
          kind,
          calibration: calibration.method,
          auc,
          brier,
          logLoss,
          difference: againstBest.difference,
          pValue: againstBest.pValue,
          withinNoise,
        }),
      ),
      chosen: chosen.kind,
      challengerTest,
      drifted,
      settings,
    },
  };
}

function testChallenger(
  champion: Candidate,
  challenger: Candidate,
  labels: Uint8Array,
  customers: Uint32Array,
): NonNullable<ChurnSelection['challengerTest']> {
  const { difference, pValue } = comparePaired(
    rowLogLoss(labels, challenger.probability),
    rowLogLoss(labels, champion.probability),
    customers,
  );
  const replacedChampion = difference < 0 && pValue <= noise;
  return { champion: champion.kind, difference, pValue, replacedChampion };
}

function whyChoose(
  last: LastChurn | undefined,
  { asOf, drifted, settings }: { asOf: string; drifted: readonly string[]; settings: string },
  { reselectDays }: Config['churn'],
): ChurnSelection['reason'] | null {
  if (last === undefined) return 'first';
  const { selection } = last;
  if (selection.settings !== settings) return 'settings';
  if (Math.abs(dayNumber(asOf) - dayNumber(selection.selectedOn)) >= reselectDays) return 'age';
  return drifted.some((feature) => !selection.drifted.includes(feature)) ? 'drift' : null;
}

function candidatesOf({ model, candidates, monotone }: Config['churn']): readonly ChurnKind[] {
  if (model !== 'auto') return [model];
  return Object.keys(monotone).length === 0
    ? candidates
    : candidates.filter((kind) => monotoneKinds.includes(kind));
}

/** Counted up when a kind learns otherwise than before: what was measured of it no longer holds. */
const trainers = 2;

/** The settings under which one choice cannot be compared with another. */
function settingsOf(config: Config['churn'], byLabels: boolean): string {
  const { horizonMonths, definition, dormantDays, forbidden, monotone } = config;
  const candidates = candidatesOf(config);
  return JSON.stringify({
    trainers,
    horizonMonths,
    definition,
    dormantDays,
    forbidden,
    monotone,
    candidates,
    ...(byLabels ? { byLabels } : {}),
  });
}
