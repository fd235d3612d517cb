import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsCalled } from '../../src/conversation/arguments/segment-lookup.ts';
import { segmentationsCalled } from '../../src/conversation/arguments/segmentation-lookup.ts';
import { nameKey } from '../../src/language/name-key.ts';
import { clashesOfSegmentations, clashesOfSegments } from '../../src/settings/names.ts';

/** Words that names may be made of; some say the same to somebody who types them, some say nothing. */
const word = fc.constantFrom(
  ...['rich', 'Rich', 'RÍCH', 'ｒｉｃｈ', 'old', 'the', 'The', 'group', 'segment', 'client'],
  ...[
    '沉睡',
    '储户',
    '客群',
    '客户群',
    '群体',
    '2',
    's2',
    'main',
    'usual',
    '默认',
    '主要',
    'habits',
  ],
);
const separator = fc.constantFrom(' ', '  ', ', ', '', '、', '\u3000');
const name = fc
  .array(fc.tuple(word, separator), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.flat().join('').trim())
  .filter((said) => said !== '');
const names = fc.record({ en: name, zh: name });

describe('two names clash exactly when looking up by one finds both', () => {
  it('of segments', () => {
    fc.assert(
      fc.property(names, names, (one, other) => {
        const clash = clashesOfSegments([
          { at: ['names', '1'], name: one },
          { at: ['names', '2'], name: other },
        ]);
        const segments = [one, other].map((each, id) => ({
          segmentation: 'main',
          id: 100 + id,
          names: each,
        }));
        // A name that only says that it is a segment is refused by itself, and finds nobody.
        const told = [one, other]
          .flatMap((each) => Object.values(each))
          .filter((typed) => nameKey(typed, 'segment') !== '');
        const together = told.some((typed) => segmentsCalled(segments, typed).length > 1);
        expect(clash.length > 0).toBe(together);
        for (const typed of told) expect(segmentsCalled(segments, typed)).not.toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('of segmentations, and of the main one', () => {
    const id = fc.constantFrom('habits', 'rich', 'old', 'x', 'y', 'usual', 'main-2');
    const two = fc.uniqueArray(fc.record({ id, name: names }), {
      minLength: 2,
      maxLength: 2,
      selector: (each) => each.id,
    });
    fc.assert(
      fc.property(two, (further) => {
        const clash = clashesOfSegmentations(
          further.map((each) => ({ ...each, at: ['further', each.id] })),
        );
        const all = [
          { id: 'main', name: { en: 'the main segmentation', zh: '主要分群' } },
          ...further,
        ].map((each) => ({ ...each, method: 'rules' as const }));
        const told = further
          .flatMap((each) => [each.id, ...Object.values(each.name)])
          .filter((typed) => nameKey(typed, 'segmentation') !== '');
        const together = told.some((typed) => segmentationsCalled(all, typed).length > 1);
        expect(clash.length > 0).toBe(together);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a name is compared', () => {
  it.each([
    ['Rich, old', 'the RICH  óld group', 'segment'],
    ['高净值', '高净值客群', 'segment'],
    ['高净值', '高净值客户群体', 'segment'],
    ['Prague', 'the Prague branch', 'branch'],
    ['布拉格', '布拉格分行', 'branch'],
    ['St. Paul', 'st paul office', 'branch'],
    ['Anna Nováková', 'NOVAKOVA, Anna', 'person'],
    ['Ｚｈａｎｇ　Ｗｅｉ', 'wei zhang', 'person'],
  ] as const)('so that “%s” is “%s”', (one, other, of) => {
    expect(nameKey(one, of)).toBe(nameKey(other, of));
  });

  it.each([
    ['groupies', 'group', 'segment'],
    ['old rich', 'rich old', 'segment'],
    ['Anna Novak', 'Anna Novakova', 'person'],
  ] as const)('so that “%s” is not “%s”', (one, other, of) => {
    expect(nameKey(one, of)).not.toBe(nameKey(other, of));
  });
});
