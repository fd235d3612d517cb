import { describe, expect, it } from 'vitest';
import { addWords, knownLanguages, sourceLanguage } from '../../src/language/catalogs.ts';
import { mismatch, placeholdersOf } from '../../src/language/placeholders.ts';

const english = knownLanguages.get(sourceLanguage)?.messages ?? new Map<string, string>();
const others = [...knownLanguages].filter(([locale]) => locale !== sourceLanguage);

describe.each(others)('the catalog of %s', (_locale, { messages }) => {
  it('has every text of the English one, and no other', () => {
    expect([...messages.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('gives every text the placeholders that the English one has', () => {
    const wrong = [...messages].flatMap(([key, text]) => {
      const original = english.get(key);
      const problem = original === undefined ? undefined : mismatch(original, text);
      return problem === undefined ? [] : [`${key}: ${problem}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('the English catalog', () => {
  it('has more than the summaries of the commands', () => {
    expect(english.size).toBeGreaterThan(15);
  });

  it('is written as ICU messages', () => {
    for (const text of english.values()) expect(() => placeholdersOf(text)).not.toThrow();
  });
});

describe('placeholders', () => {
  it.each([
    ['{name} has {count, plural, one {# loan} other {# loans}}', '{name}', '{count} is missing'],
    ['{name}', '{name} {surplus}', '{surplus} is not in the English text'],
    ['{count, plural, one {It is} other {They are}} here', 'hier', undefined],
    ['{tier, select, high {High} other {}}', '{tier, select, top {高} other {}}', 'never “top”'],
    ['{share, number, percent}', '{share}', '{share} is a text, and a number in English'],
    ['{name}', '{name', 'not an ICU message'],
  ])('of %s against %s', (original, translation, problem) => {
    const found = mismatch(original, translation);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});

describe('words that are added', () => {
  it('of a new language need its name, formats and script', () => {
    expect(() => addWords('de', { messages: {} })).toThrow(/"de" is new: give its name/);
  });

  it('that no text has are refused by name', () => {
    expect(() => addWords('en', { messages: { help: { nonsense: 'x' } } })).toThrow(
      'There is no text "help.nonsense" to say in en.',
    );
  });
});
