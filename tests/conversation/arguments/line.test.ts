import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inQuotationMarks, setAside, written } from '../../../src/conversation/arguments/line.ts';

describe('what stands in quotation marks', () => {
  it.each<[string, string[]]>([
    ['customer "AB 12"', ['AB 12']],
    ['customer “AB 12” „x“ «y» 「z」', ['AB 12', 'x', 'y', 'z']],
    ['customer "a""b"', ['a"b']],
    ['customer "a“b”c"', ['a“b”c']],
    ['customer “Zhang Wei"', ['Zhang Wei']],
    ['customer "１２ "', ['１２']],
    ['customer "Zhang', []],
    ['customer ""', ['']],
  ])('%s', (typed, quoted) => {
    expect(setAside(typed).quoted).toEqual(quoted);
  });

  it('is kept as it was typed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (value) => {
        const line = setAside(`before ${inQuotationMarks(value)} after`);
        expect(line.quoted).toEqual([value.trim()]);
        expect(line.text).toMatch(/^before . after$/u);
      }),
    );
  });

  it('goes back into its place without its marks', () => {
    const line = setAside('trend "AB 12" balance');
    expect(written(line.text, line)).toBe('trend AB 12 balance');
  });

  it('is never a character that stands for a quotation', () => {
    expect(setAside('a\uF000b "c"')).toEqual({ text: 'a b \uF000', quoted: ['c'] });
  });
});
