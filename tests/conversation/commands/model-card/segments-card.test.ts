import { describe, expect, it } from 'vitest';
import { segmentsCardReply } from '../../../../src/conversation/commands/model-card/segments-card.ts';
import { segmentsCharts } from '../../../../src/conversation/commands/model-card/segments-charts.ts';
import { segmentsFacts } from '../../../../src/conversation/commands/model-card/segments-facts.ts';
import {
  changeSentences,
  segmentsSummary,
} from '../../../../src/conversation/commands/model-card/segments-sentences.ts';
import { segmentsTable } from '../../../../src/conversation/commands/model-card/segments-table.ts';
import { formatFor } from '../../../../src/language/format.ts';
import { sayIn } from '../../../../src/language/messages.ts';
import type { SegmentationCard } from '../../../../src/scoring/segments/segment-card.ts';

const savers = { en: 'savers', zh: '储户' };
const quiet = { en: 'quiet', zh: '低活跃' };
const card: SegmentationCard = {
  method: 'k-means',
  asOf: '2026-06-30',
  customers: 1200,
  segments: [
    { number: 1, name: savers, size: 800, within: 0.5, between: [0, 2.345] },
    { number: 4, name: quiet, size: 400, within: 1, between: [2.345, 0] },
  ],
  silhouette: 0.42,
  daviesBouldin: 0.9,
  choice: {
    k: 2,
    candidates: [
      { k: 2, silhouette: 0.42, inertia: 10 },
      { k: 3, silhouette: 0.3, inertia: 8 },
    ],
  },
  dendrogram: null,
  density: null,
  changes: null,
  position: { explained: [0.5, 0.2], points: [] },
};
const reader = (locale: 'en' | 'zh') => ({
  locale,
  say: sayIn(locale, 'EUR'),
  format: formatFor(locale, 'EUR', 'Europe/Prague'),
});
const english = reader('en');

describe('the card of a segmentation', () => {
  const segmentation = {
    id: 'habits',
    name: { en: 'spending habits', zh: '消费习惯' },
    method: 'k-means' as const,
  };
  const main = { id: 'main', name: { en: 'main', zh: '主要分群' }, method: 'k-means' as const };
  const reply = (locale: 'en' | 'zh') =>
    segmentsCardReply(
      { segmentation, card, names: new Map(), movement: undefined, others: [main] },
      reader(locale),
    );

  it('says which it is, and leads to the others', () => {
    const { title, summary, actions } = reply('en');
    expect(title).toBe('Segmentation by spending habits');
    expect(summary).toBe(
      '1,200 customers in 2 segments by k-means. They differ but overlap at their edges (silhouette 0.42).',
    );
    expect(actions.slice(0, 2)).toEqual([
      { label: 'Show the segments', command: 'segments by habits' },
      { label: 'Main segmentation', command: 'model segments' },
    ]);
  });

  it('says where density hardly tells customers apart, and leads to another segmentation', () => {
    const density = {
      radius: 1.2,
      clusters: 1,
      noise: 0.1,
      largest: 0.9,
      validity: 0,
      telling: false,
    };
    const of = (telling: boolean, others: readonly (typeof main)[]) =>
      segmentsCardReply(
        {
          segmentation,
          card: { ...card, method: 'density', density: { ...density, telling } },
          names: new Map(),
          movement: undefined,
          others,
        },
        english,
      ).details?.[0];
    expect(of(false, [main])).toBe(
      'By density, customers here form one crowd rather than groups: 67% of them are in one segment. Another segmentation tells them apart better.',
    );
    expect(of(false, [])).toMatch(/Segmenting them by k-means would tell them apart better\.$/);
    expect(of(true, [main])).not.toMatch(/crowd/);
  });

  it('says the same in Chinese', () => {
    const { title, summary, details } = reply('zh');
    expect(title).toBe('客户分群模型：按消费习惯');
    expect(summary).toBe(
      '1,200位客户分为2个客群（K 均值聚类）。各客群有区别，但边界处有重叠（轮廓系数0.42）。',
    );
    expect(details?.[0]).toBe('这是首次划分客群，没有此前的客群可供比较。');
  });
});

describe('the parts of the card', () => {
  it.each([
    [0.8, 'They are clearly separated (silhouette 0.80).'],
    [0.6, 'They are well separated (silhouette 0.60).'],
    [
      0.1,
      'They blend into each other: a customer at the edge could just as well be in the next one',
    ],
    [null, 'Customers do not differ enough to be divided further.'],
  ])('say what a silhouette of %s means', (silhouette, said) => {
    expect(segmentsSummary({ ...card, silhouette }, english)).toContain(said);
  });

  it('do not judge by likeness what follows rules', () => {
    expect(segmentsSummary({ ...card, method: 'rules' }, english)).toMatch(
      /by rules\. They follow the bank's rules rather than similarity/,
    );
  });

  it('say what became of the segments before', () => {
    const changes = {
      kept: 3,
      births: [savers],
      deaths: [quiet],
      splits: [{ from: savers, into: [savers, quiet] }],
      merges: [{ from: [savers, quiet], into: quiet }],
      adjustedRandIndex: 0.83,
    };
    expect(changeSentences({ ...card, changes }, english)).toEqual([
      'When customers were last segmented, as of 30 June 2026: 3 segments were kept; new: “savers”; gone: “quiet”; “savers” split into “savers” and “quiet”; “savers” and “quiet” merged into “quiet”.',
      'Compared with the segments before that, customers are grouped mostly as before (adjusted Rand index 0.83).',
    ]);
    const kept = { ...changes, births: [], deaths: [], splits: [], merges: [] };
    expect(changeSentences({ ...card, changes: kept }, english)[0]).toBe(
      'When customers were last segmented, as of 30 June 2026: all 3 earlier segments were kept.',
    );
  });

  it('measure how far customers stayed together since the run before', () => {
    const flow = { fromNames: savers, toNames: savers };
    const movement = {
      since: '2026-05-31',
      flows: [
        { ...flow, fromId: 1, toId: 1, customers: 10 },
        { ...flow, fromId: 4, toId: 4, customers: 10 },
      ],
    };
    const facts = segmentsFacts(card, movement, english);
    expect(facts.at(-1)).toEqual({
      label: 'Agreement with the previous run',
      value: '1.00 (adjusted Rand index, 1 is identical)',
    });
    expect(segmentsFacts({ ...card, silhouette: null }, undefined, english)).toHaveLength(4);
  });

  it('show each segment by today’s name, and how far the next one is', () => {
    const names = new Map([[4, { en: 'sleepers', zh: '沉睡客户' }]]);
    expect(segmentsTable(card, names, english).rows).toEqual([
      ['1', 'savers', '800', '0.50', '2.35'],
      ['4', 'sleepers', '400', '1.00', '2.35'],
    ]);
  });

  it('draw why there are so many segments, where that was chosen', () => {
    expect(segmentsCharts(card, english).map(({ alt }) => alt)).toEqual([
      'Lines: silhouette by number of segments (2 0.42; 3 0.30), and the remaining spread within them; 2 were chosen.',
    ]);
    expect(segmentsCharts({ ...card, choice: null }, english)).toEqual([]);
  });
});
