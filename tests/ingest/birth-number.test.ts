import { describe, expect, it } from 'vitest';
import { parseBirthNumber } from '../../src/ingest/birth-number.ts';

describe('parseBirthNumber', () => {
  it('adds 50 to the month of a woman', () => {
    expect(parseBirthNumber('706213', 1900)).toEqual({ birthDate: '1970-12-13', sex: 'female' });
    expect(parseBirthNumber('450204', 1900)).toEqual({ birthDate: '1945-02-04', sex: 'male' });
  });

  it('takes the serial number that may follow', () => {
    expect(parseBirthNumber('705531/1234', 1900)?.birthDate).toBe('1970-05-31');
  });

  it.each(['701313', '706313', '700230', '70121', 'abcdef', '7012131'])('refuses %s', (text) => {
    expect(parseBirthNumber(text, 1900)).toBeNull();
  });
});
