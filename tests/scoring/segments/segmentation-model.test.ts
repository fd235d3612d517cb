import { expect, it } from 'vitest';
import { segmentBank } from '../../../src/scoring/segments/segment-bank.ts';
import { readSegmentationModel } from '../../../src/scoring/segments/segmentation-model.ts';
import { segmentFeatures } from '../../../src/settings/segments.ts';
import { readConfig } from '../../../src/settings/settings.ts';

const { segments } = readConfig('config/bellwether.yaml').valuation;
const way = { k: 3, neighbours: 5, rules: {}, names: {} } as const;
const config = {
  ...segments,
  further: {
    ...segments.further,
    tree: { ...way, name: { en: 'likeness', zh: '相似' }, method: 'hierarchical' as const },
    crowd: { ...way, name: { en: 'crowds', zh: '聚集' }, method: 'density' as const },
  },
};
const rows = Uint32Array.from({ length: 300 }, (_, row) => row);
const columns = segmentFeatures.map((name, d) => ({
  name,
  values: Float64Array.from(rows, (row) => ((row * (d + 3)) % 17) * 30 + (row % 5) * 400),
}));
const conditions = { asOf: '2024-06-30', seed: 1, highestNumbers: new Map<string, number>() };

const nameOf = ({ segments: all }: Awaited<ReturnType<typeof segmentBank>>, number: number) =>
  all.find(({ segmentation, id }) => segmentation === 'main' && id === number)?.names;

it('every kind of segmentation is read back as it was stored, and then moves nobody', async () => {
  const first = await segmentBank(columns, rows, {}, config, conditions);
  const stored = {
    body: JSON.parse(JSON.stringify(first.model?.body)),
    card: JSON.parse(JSON.stringify(first.model?.card)),
    asOf: conditions.asOf,
  };
  const read = readSegmentationModel(stored);
  expect(JSON.parse(JSON.stringify(read))).toEqual(
    Object.fromEntries(
      Object.entries<object>(stored.body.cuts).map(([id, fit]) => [
        id,
        { ...fit, card: stored.card.cuts[id] },
      ]),
    ),
  );
  const last = Object.fromEntries(
    Object.entries(read ?? {}).map(([id, fit]) => [
      id,
      {
        ...fit,
        ageDays: 1,
        segments: Float64Array.from(
          first.segmentations.find((each) => each.id === id)?.numbers ?? [],
        ),
      },
    ]),
  );
  const next = await segmentBank(columns, rows, last, config, conditions);
  expect(next.model).toBeNull();
  const numbersOf = ({ segmentations }: typeof first) =>
    segmentations.map(({ id, numbers, model }) => ({ id, numbers, model }));
  expect(numbersOf(next)).toEqual(numbersOf(first));
  expect(next.segments).toEqual(first.segments);
});

it('segments of the time before there were several segmentations keep their numbers and names', async () => {
  const first = await segmentBank(columns, rows, {}, { ...config, further: {} }, conditions);
  const { cuts } = JSON.parse(JSON.stringify(first.model?.body));
  const body = cuts.main.model;
  for (const segment of body.segments) delete segment.number;
  const read = readSegmentationModel({ body, card: {}, asOf: '2024-06-29' });
  const { main } = read ?? {};
  if (main === undefined) throw new Error('The model of before was not read.');
  const last = {
    main: {
      ...main,
      ageDays: 1,
      segments: Float64Array.from(first.segmentations[0]?.numbers ?? []),
    },
  };
  const next = await segmentBank(columns, rows, last, config, conditions);
  const named = (some: typeof first.segments) =>
    some.filter(({ segmentation }) => segmentation === 'main').map(({ id, names }) => [id, names]);
  expect(named(next.segments)).toEqual(named(first.segments));
  expect(next.segmentations.map(({ id }) => id)).toEqual(['main', 'habits', 'tree', 'crowd']);
});

it('a body of another form is not read', () => {
  expect(
    readSegmentationModel({ body: { cuts: 1 }, card: {}, asOf: '2024-06-29' }),
  ).toBeUndefined();
});

it('a name given in the configuration makes another of that name give way, in every language', async () => {
  const first = await segmentBank(columns, rows, {}, { ...config, further: {} }, conditions);
  const [one, two] = first.segments;
  if (one === undefined || two === undefined) throw new Error('There are too few segments.');
  const taken = { ...two.names, en: (two.names.en ?? '').toUpperCase() };
  const renamed = await segmentBank(
    columns,
    rows,
    {},
    { ...config, names: { [String(one.id)]: taken } },
    conditions,
  );
  expect(nameOf(renamed, one.id)).toEqual(taken);
  for (const language of ['en', 'zh']) {
    const names = renamed.segments.map((segment) => segment.names[language]?.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  }
});

it('of a card that cannot be read the others are kept', async () => {
  const first = await segmentBank(columns, rows, {}, config, conditions);
  const stored = JSON.parse(JSON.stringify(first.model));
  stored.card.cuts.tree.silhouette = 'good';
  const read = readSegmentationModel({ ...stored, asOf: conditions.asOf });
  expect(
    Object.entries(read ?? {}).flatMap(([id, { card }]) => (card === undefined ? [id] : [])),
  ).toEqual(['tree']);
});

it('no segment of a segmentation that begins anew gets a number that another had', async () => {
  const highestNumbers = new Map([
    ['main', 7],
    ['habits', 3],
    ['crowd', 2],
  ]);
  const numbers = ({ segments: of }: Awaited<ReturnType<typeof segmentBank>>, id: string) =>
    of.filter(({ segmentation }) => segmentation === id).map(({ id }) => id);
  const anew = await segmentBank(columns, rows, {}, config, { ...conditions, highestNumbers });
  expect(numbers(anew, 'main')).toEqual([8, 9, 10, 11, 12]);
  for (const [id, highest] of highestNumbers) {
    expect(Math.min(...numbers(anew, id))).toBeGreaterThan(highest);
  }
  expect(numbers(anew, 'tree')).toEqual([1, 2, 3]);
  // What a segment of that number is to be called, it is called.
  const named = { en: 'Anchor savers', zh: '核心储户' };
  const given = await segmentBank(
    columns,
    rows,
    {},
    { ...config, names: { 9: named } },
    { ...conditions, highestNumbers },
  );
  expect(nameOf(given, 9)).toEqual(named);
});
