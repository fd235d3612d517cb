import { describe, expect, it } from 'vitest';
import { optional } from '../../../src/conversation/arguments/argument.ts';
import { count } from '../../../src/conversation/arguments/count.ts';
import { filters } from '../../../src/conversation/arguments/filters.ts';
import { type Arguments, readArguments } from '../../../src/conversation/arguments/grammar.ts';
import { setAside } from '../../../src/conversation/arguments/line.ts';
import { namedSegment } from '../../../src/conversation/arguments/segment.ts';
import { segmentsCalled } from '../../../src/conversation/arguments/segment-lookup.ts';
import { segmentationsCalled } from '../../../src/conversation/arguments/segmentation-lookup.ts';
import { findPartOfSegment } from '../../../src/conversation/understanding/mentions/segment-names.ts';

const segment = (segmentation: string, id: number, en: string, zh = en) => ({
  segmentation,
  id,
  names: { en, zh },
});
const found = (segments: ReturnType<typeof segment>[], typed: string) =>
  segmentsCalled(segments, typed).map(({ segmentation, id }) => `${segmentation}/${id}`);

describe('a typed name of a segment', () => {
  const bank = [
    segment('main', 1, 'quiet savers', '安静储户'),
    segment('main', 2, 'borrowers', '有贷款'),
    segment('codes', 1, 'S2', '二类'),
    segment('codes', 2, 'loyal', '忠实'),
    segment('codes', 3, 'loyal group', '忠实客群'),
  ];
  it.each([
    ['S2', ['codes/1']],
    ['2', ['main/2']],
    ['s1', ['main/1']],
    ['codes/3', ['codes/3']],
    ['Loyal', ['codes/2', 'codes/3']],
    ['loyal  group', ['codes/2', 'codes/3']],
    ['忠实客群', ['codes/2', 'codes/3']],
    ['the borrowers', ['main/2']],
    ['savers', ['main/1']],
    ['7', []],
  ])('%s', (typed, expected) => {
    expect(found(bank, typed)).toEqual(expected);
  });

  it('gives all that are called so, to be asked about', () => {
    const twice = [segment('main', 1, 'VIP', '贵宾'), segment('a', 1, 'Top', 'VIP')];
    expect(found(twice, 'vip')).toEqual(['main/1', 'a/1']);
  });

  it('may hold words and signs of filters where it is quoted', () => {
    const list = { limit: optional(count(50)), ...filters };
    const read = (known: Arguments, rest: string) =>
      readArguments('word', known, setAside(rest), 'UTC');
    expect(read(list, '10 segment="Tier: gold" branch=Prague')).toMatchObject({
      entities: { limit: 10, segment: 'Tier: gold', branch: 'Prague' },
    });
    expect(read({ segment: namedSegment() }, '"top tier"')).toEqual({
      entities: { segment: 'top tier' },
      free: [],
    });
  });
});

describe('a typed name of a segmentation', () => {
  const segmentation = (id: string, en: string, zh: string) => ({
    id,
    name: { en, zh },
    method: 'rules' as const,
  });
  const all = [
    { ...segmentation('main', 'the main segmentation', '主要分群'), method: 'k-means' as const },
    segmentation('usually', 'by default', '按默认'),
    segmentation('habits', 'spending habits', '消费习惯'),
  ];
  it.each([
    ['default', 'main'],
    ['by default', 'usually'],
    ['usual', 'main'],
    ['habits', 'habits'],
    ['spending', 'habits'],
  ])('%s', (typed, id) => {
    expect(segmentationsCalled(all, typed).map((each) => each.id)).toEqual([id]);
  });
  it.each(['in', 'a', 'way'])('%s is none', (typed) => {
    expect(segmentationsCalled(all, typed)).toEqual([]);
  });
});

describe('a part of a segment’s name', () => {
  it('is looked for in lines however they repeat themselves', () => {
    // Tried in every way these may be cut, such a line would keep a server from answering for ever.
    expect(findPartOfSegment(`介绍${'客户群体'.repeat(120)}呀x`, [])).toBeUndefined();
    expect(findPartOfSegment(`tell me about ${'customers '.repeat(50)}x`, [])).toBeUndefined();
  });
});
