import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNumberFormat } from '../../src/ingest/parse-number.ts';

const english = compileNumberFormat({
  decimal: '.',
  thousands: [','],
  currencySigns: ['$', 'USD'],
});
const german = compileNumberFormat({
  decimal: ',',
  thousands: ['.', ' ', "'"],
  currencySigns: ['€'],
});
const plain = compileNumberFormat({ decimal: '.', thousands: [], currencySigns: [] });

describe('compileNumberFormat', () => {
  it.each([
    ['1,234,567.50', '1234567.5'],
    ['1234567.5', '1234567.5'],
    ['$1,234.00', '1234'],
    ['USD 12.3', '12.3'],
    ['12.30 USD', '12.3'],
    ['-$5.00', '-5'],
    ['$-5.00', '-5'],
    ['($1,000.25)', '-1000.25'],
    ['5-', '-5'],
    ['−5', '-5'],
    ['+5', '5'],
    ['007', '7'],
    ['-0.00', '0'],
    ['12,34,567.89', '1234567.89'],
    ['1,00,000', '100000'],
    ['1e3', '1000'],
    ['1.5E+05', '150000'],
    ['-2.5e-3', '-0.0025'],
    ['.5', '0.5'],
    ['-$.50', '-0.5'],
    ['5.', '5'],
    ['1,200.00 DR', '-1200'],
    ['1,200.00Cr', '1200'],
    ['$ 12.50 CR', '12.5'],
  ])('reads the English %s as %s', (text, number) => {
    expect(english(text)).toBe(number);
  });

  it.each([
    ['1.234,50 €', '1234.5'],
    ['1 234,50', '1234.5'],
    ['1\u00a0234,50', '1234.5'],
    ['1\u202f234\u202f567', '1234567'],
    ["1'234,5", '1234.5'],
  ])('reads the German %s as %s', (text, number) => {
    expect(german(text)).toBe(number);
  });

  it.each([
    '1.234.50',
    '12,34',
    '1,2345',
    '1,234,56',
    '0,004',
    '012,345',
    '€5',
    '5 EUR',
    '',
    '-',
    '1e',
    '1.5e1.5',
    '5 CD',
    '-5 DR',
    '(5) CR',
    'CR',
    '1,23,45',
    '123,45,678',
    '(5',
    '(-5)',
    '--5',
    '.',
  ])('the English format does not read "%s"', (text) => {
    expect(english(text)).toBeNull();
  });

  it('does not mix separators in one number', () => {
    expect(german('1.234 567')).toBeNull();
  });

  it('takes no separators and no signs where none are named', () => {
    expect([plain('1,234'), plain('$1'), plain('1234.5')]).toEqual([null, null, '1234.5']);
  });

  it('reads back what Intl writes', () => {
    const amounts = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(amounts, (cents) => {
        const options = { minimumFractionDigits: 2 };
        const amount = cents / 100;
        expect(Number(english(new Intl.NumberFormat('en', options).format(amount)))).toBe(amount);
        expect(Number(german(new Intl.NumberFormat('de', options).format(amount)))).toBe(amount);
      }),
    );
  });
});
