import { describe, expect, it } from 'vitest';
import { sensesOf } from '../../../src/conversation/understanding/senses.ts';
import { readings } from '../../../src/language/readings.ts';
import { read } from './said.ts';

describe('the senses of what is said', () => {
  it('are found by words that no example need have, in either language', () => {
    expect(sensesOf(['any', 'kinsfolk', 'of', 'hers']).flat()).toContain('relatives');
    expect(sensesOf([...'他有没有亲戚']).flat()).toContain('relatives');
  });

  it('are those of the longer of two phrases one of which is part of the other', () => {
    const found = sensesOf(['stop', 'watching', 'him']).flat();
    expect(found).toContain('stop-watching');
    expect(found).not.toContain('watch');
  });

  it('are of forms of a word, and none where nothing is known', () => {
    expect(sensesOf(['postponed'])).toEqual(sensesOf(['postpone']));
    expect(sensesOf(['zyzzyva'])).toEqual([]);
    expect(sensesOf([])).toEqual([]);
  });

  it('are the same in every language that has any', () => {
    const [first, ...others] = readings.flatMap(({ vocabulary }) =>
      vocabulary.senses === undefined ? [] : [[...vocabulary.senses.keys()].toSorted()],
    );
    expect(first?.length).toBeGreaterThan(80);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('a word that everybody says', () => {
  it.each([
    'is there any preposterous risk of leaving',
    'does gracious leave us',
    'why is memorandum leaving',
  ])('is nobody’s name in lower case: %s', (text) => {
    expect(read(text).entities).not.toHaveProperty('customer');
  });

  it('may be one with a capital', () => {
    expect(read('is Anna Young about to leave?').entities).toMatchObject({
      customer: 'Anna Young',
    });
  });
});
