import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainCharacters } from '../../src/language/characters.ts';

describe('plainCharacters', () => {
  it.each([
    ['客戶的餘額走勢', '客户的余额走势'],
    ['為什麼會流失', '为什么会流失'],
    ['蘇菲亞', '苏菲亚'],
    ['客户的余额 and 1042', '客户的余额 and 1042'],
  ])('%s is %s', (typed, plain) => {
    expect(plainCharacters(typed)).toBe(plain);
  });

  it('keeps every place in a text', () => {
    const han = fc.integer({ min: 0x3400, max: 0x9fff }).map((code) => String.fromCodePoint(code));
    const rare = fc
      .integer({ min: 0x20000, max: 0x2fa1f })
      .map((code) => String.fromCodePoint(code));
    const text = fc.array(fc.oneof(han, rare, fc.constantFrom('a', ' ', 'é', '🙂', '1')));
    fc.assert(
      fc.property(text, (pieces) => {
        const typed = pieces.join('');
        expect(plainCharacters(typed)).toHaveLength(typed.length);
      }),
    );
  });
});
