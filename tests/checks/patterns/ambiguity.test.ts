import { describe, expect, it } from 'vitest';
import { slowness } from '../../../checks/patterns/ambiguity.ts';
import { patternsWritten } from '../../../checks/patterns/pattern-literals.ts';

describe('a pattern', () => {
  it.each([
    /(a+)+b/,
    /(a|a)*/,
    /(a*)*b/,
    /(?:\w+ ?)*x/,
    /^(?:x+x+)+y/,
    /(?:变成|变|成)*x/,
    /(?:发给|发|给|名单)*$/i,
    /(?:ab|a|b){0,20}c/,
    /x(?=(a+)+b)/,
    /(?:a?b?)*c/,
    /(?:\p{L}|[a-z])+!/u,
  ])('%s, whose repetition can read one text in two ways, is exponential', (pattern) => {
    expect(slowness(pattern.source, pattern.flags)).toBe('exponential');
  });

  it.each([
    /a*a*/,
    /\s*x?\s*$/,
    /^\s+(.*)$/,
    /\w+\d+/,
    /.*,.*;/,
    /[a-z]+[A-Z]*x/i,
    /a{0,10}a{0,10}/,
    /a+(?=[ab]*$)/,
    /(?:a|b)*a(?:a|b)*/,
  ])('%s, two of whose repetitions can share out one text, is polynomial', (pattern) => {
    expect(slowness(pattern.source, pattern.flags)).toBe('polynomial');
  });

  it('is not judged with a lookbehind of any length', () => {
    expect(slowness('(?<=a+)b', '')).toBe('long lookbehind');
  });

  it.each([
    /a*b*/,
    /[a-z]+[A-Z]*x/,
    /(?:ab|a|bc)*x/,
    /\s*x\s*/,
    /(?:\w+ )*\w+/,
    /^(?:a|ab|c|bcd)*$/,
    /\bfoo\b(?: \bbar\b)*/,
    /(?:for|of) (?:the )?([^,]*),/,
    /(?<!\d)\d{1,3}(?=[a-z])/,
    /\p{Script=Han}+(?:·\p{Script=Han}+)*/u,
    /(a|b)\1/,
  ])('%s is linear', (pattern) => {
    expect(slowness(pattern.source, pattern.flags)).toBeUndefined();
  });

  it('is found wherever it is written', () => {
    const { literals, built } = patternsWritten(new URL('../../../checks/', import.meta.url));
    expect(literals).toContainEqual({
      source: '\\.[jt]s$',
      flags: '',
      place: expect.stringMatching(/^patterns\/pattern-literals\.ts:\d+$/),
    });
    expect(built).toEqual([]);
  });
});
