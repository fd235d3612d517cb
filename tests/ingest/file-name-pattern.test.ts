import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsPattern } from '../../src/ingest/file-name-pattern.ts';

describe('fitsPattern', () => {
  it.each([
    ['trans.csv', 'trans.csv'],
    ['Trans.CSV', 'trans.csv'],
    ['trans.csv.gz', 'trans.csv'],
    ['trans-2024-01.csv', 'trans-*.csv'],
    ['trans-.csv', 'trans-*.csv'],
    ['a.csv.csv', '*.csv'],
    ['trans_1.asc', 'trans_?.asc'],
    ['a+b(1).csv', 'a+b(1).csv'],
    ['archive.gz', '*.gz'],
  ])('%s is a %s', (name, pattern) => {
    expect(fitsPattern(name, pattern)).toBe(true);
  });

  it.each([
    ['trans.csv', 'trans'],
    ['xtrans.csv', 'trans.csv'],
    ['transxcsv', 'trans.csv'],
    ['trans_12.asc', 'trans_?.asc'],
    ['trans.zip', 'trans.csv'],
    ['', '?'],
  ])('%s is no %s', (name, pattern) => {
    expect(fitsPattern(name, pattern)).toBe(false);
  });

  it('agrees with trying every way', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
    const every = (name: string, wanted: string): boolean => {
      const [first, ...rest] = [...wanted];
      const others = rest.join('');
      if (first === undefined) return name === '';
      if (first === '*')
        return every(name, others) || (name !== '' && every(name.slice(1), wanted));
      return name !== '' && (first === '?' || first === name[0]) && every(name.slice(1), others);
    };
    fc.assert(
      fc.property(short, pattern, (name, wanted) => {
        expect(fitsPattern(name, wanted)).toBe(every(name, wanted));
      }),
    );
  });

  it('is not slowed down by many stars', () => {
    const begun = performance.now();
    expect(fitsPattern('a'.repeat(250), `${'*a'.repeat(60)}*b`)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(50);
  });
});
