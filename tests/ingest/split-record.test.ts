import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRecord } from '../../src/ingest/split-record.ts';

describe('splitRecord', () => {
  it.each([
    ['a,b,c', ['a', 'b', 'c']],
    ['', ['']],
    [',', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a ""quoted"" word",', ['a "quoted" word', '']],
    ['"",""', ['', '']],
    ['"two\nlines",x', ['two\nlines', 'x']],
  ])('splits %j', (record, values) => {
    expect(splitRecord(record, ',', '"')).toEqual(values);
  });

  it.each([
    ['a,"b', { index: 1, value: '"b', reason: 'quote-not-closed' }],
    ['a,"b""', { index: 1, value: '"b""', reason: 'quote-not-closed' }],
    ['"a"b,c', { index: 0, value: '"a"b,c', reason: 'text-after-quote' }],
    ['a,b"c"', { index: 1, value: 'b"c"', reason: 'quote-inside-text' }],
  ])('says where %j is malformed', (record, malformed) => {
    expect(splitRecord(record, ',', '"')).toEqual(malformed);
  });

  it('takes quotes for text where a file quotes nothing', () => {
    expect(splitRecord('5" pipe;"x', ';', '')).toEqual(['5" pipe', '"x']);
  });

  it('takes delimiters of several characters', () => {
    expect(splitRecord('"a||b"||c', '||', '"')).toEqual(['a||b', 'c']);
  });

  it('splits whatever was written by the rules', () => {
    const values = fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '值') }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, (row) => {
        const record = row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
        expect(splitRecord(record, ',', '"')).toEqual(row);
      }),
    );
  });
});
