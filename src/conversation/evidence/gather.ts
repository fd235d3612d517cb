import { readSegmentationCards } from '../../scoring/segments/segment-card.ts';
import { countOverrides } from '../../store/actions/count-overrides.ts';
import { type BookTotals, bookTotals } from '../../store/book/book-totals.ts';
import { runBefore } from '../../store/book/kept-runs.ts';
import { newestPublished, newestRun } from '../../store/book/newest-run.ts';
import type { Role } from '../../store/kinds.ts';
import { modelsOf } from '../../store/models/champion.ts';
import { type ListedModel, listModels } from '../../store/models/list-models.ts';
import { countRows } from '../../store/operations/count-rows.ts';
import {
  type CountedRejects,
  countRejectsByReason,
  type ListedImport,
  listImports,
} from '../../store/operations/list-imports.ts';
import { listPeople } from '../../store/people/list-people.ts';
import { playbooksOfRun } from '../../store/playbooks/playbooks-of-run.ts';
import { type SegmentMovement, segmentMovement } from '../../store/segments/segment-movement.ts';
import { segmentPortraits } from '../../store/segments/segment-portraits.ts';
import type { Database } from '../../store/store.ts';
import type { CommandContext } from '../command-context.ts';
import type { Model } from '../commands/model-card/model.ts';
import { knownMonths } from '../known-months.ts';
import type { Evidence, EvidenceKind } from './evidence.ts';
import { parametersOf } from './parameters.ts';

/** The newest imports that are listed, and the lines of their rejected rows. */
export const listed = { imports: 20, rejects: 40 };

/** What a model and its run were at another time. */
export type Earlier = {
  than: 'run' | 'bundle';
  asOf: string;
  /** of a bundle, when it was written, ISO 8601 */
  writtenAt?: string;
  model: Model | undefined;
  parameters: Record<string, string> | null;
};

/** All that the evidence on a model is written from: each figure as chat has it. */
export type Gathered = {
  context: CommandContext;
  kind: EvidenceKind;
  model: ListedModel;
  publishedAt: Date | undefined;
  parameters: Record<string, string> | null;
  totals: BookTotals;
  /** of how many whole months, at most 12, contributions are known */
  contributionMonths: number;
  people: { role: Role; count: number }[];
  imports: ListedImport[];
  moreImports: boolean;
  rejects: CountedRejects[];
  moreRejects: boolean;
  rows: { table: string; rows: number }[];
  overrides: { said: number; standing: number };
  playbooks: Record<string, string>[];
  /** of each segmentation, by its id: today's names by segment number, and who moved since the run before */
  segmentations: ReadonlyMap<
    string,
    { names: ReadonlyMap<number, Record<string, string>>; movement: SegmentMovement | undefined }
  >;
  earlier: Earlier[];
};

/**
 * Reads what the evidence on the model of a kind in use is written from; undefined where there is no such model.
 * @param server the store as the server's own work, for what no question is given: imports, rejects, people, and rows of tables
 * @param since evidence written before, to compare with
 */
export async function gather(
  context: CommandContext,
  server: Database,
  kind: EvidenceKind,
  since?: Evidence,
): Promise<Gathered | undefined> {
  const { run } = context;
  const { db, bankWide } = context.store;
  const model = (await listModels(db)).find((each) => each.champion && each.kind === kind);
  const published = await newestRun(db);
  if (model === undefined || published === undefined) return undefined;
  const imports = await listImports(server, listed.imports + 1);
  const told = imports.slice(0, listed.imports);
  const rejects = await countRejectsByReason(
    server,
    told.map(({ id }) => id),
    listed.rejects + 1,
  );
  const people = new Map<Role, number>();
  for (const { role } of await listPeople(server)) people.set(role, (people.get(role) ?? 0) + 1);
  return {
    context,
    kind,
    model,
    publishedAt: await newestPublished(db),
    parameters: parametersOf(published.parameters, kind),
    totals: await bookTotals(bankWide, { kind: 'all' }, run.id, {
      atRisk: run.atRisk,
      filters: {},
    }),
    contributionMonths: await knownMonths({
      store: { ...context.store, db: bankWide },
      scope: { kind: 'all' },
      run,
    }),
    people: [...people].map(([role, count]) => ({ role, count })),
    imports: told,
    moreImports: imports.length > told.length,
    rejects: rejects.slice(0, listed.rejects),
    moreRejects: rejects.length > listed.rejects,
    rows: await countRows(server),
    overrides: await countOverrides(bankWide, run.asOf),
    playbooks: await playbooksOfRun(db, run.id),
    segmentations:
      kind === 'segments' ? await segmentationsOf(context, model) : new Map<never, never>(),
    earlier: [
      ...(await modelOfRunBefore(context, kind)),
      ...(since === undefined ? [] : [modelOfBundle(since)]),
    ],
  };
}

async function segmentationsOf(
  { store: { db, bankWide }, run }: CommandContext,
  model: ListedModel,
): Promise<Gathered['segmentations']> {
  const portraits = await segmentPortraits(db, run.id);
  const found: [
    string,
    { names: ReadonlyMap<number, Record<string, string>>; movement: SegmentMovement | undefined },
  ][] = [];
  for (const id of Object.keys(readSegmentationCards(model.card)))
    found.push([
      id,
      {
        names: new Map(
          portraits
            .filter(({ segmentation }) => segmentation === id)
            .map((segment) => [segment.id, segment.names]),
        ),
        movement: await segmentMovement(bankWide, { kind: 'all' }, run.id, {
          segmentation: id,
          filters: {},
        }),
      },
    ]);
  return new Map(found);
}

async function modelOfRunBefore(
  { store: { db, bankWide }, run }: CommandContext,
  kind: EvidenceKind,
): Promise<Earlier[]> {
  const before = await runBefore(bankWide, run.id);
  if (before === undefined) return [];
  const model = (await modelsOf(db, before.id)).find((each) => each.kind === kind);
  return [
    { than: 'run', asOf: before.asOf, model, parameters: parametersOf(before.parameters, kind) },
  ];
}

function modelOfBundle({ run, writtenAt, model, parameters }: Evidence): Earlier {
  return {
    than: 'bundle',
    asOf: run.asOf,
    writtenAt,
    model: { ...model, trainedAt: new Date(model.trainedAt) },
    parameters,
  };
}
