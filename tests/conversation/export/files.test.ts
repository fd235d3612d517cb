import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../../src/conversation/export/csv.ts';
import type { Sheet } from '../../../src/conversation/export/sheet.ts';
import { writeXlsx } from '../../../src/conversation/export/xlsx.ts';
import { writeXlsxApart } from '../../../src/conversation/export/xlsx-in-worker.ts';
import { hostileNames } from './hostile-names.ts';
import { parseCsv } from './parse-csv.ts';
import { readXlsx } from './read-xlsx.ts';

const sheet: Sheet = {
  currency: 'EUR',
  columns: [
    { label: 'Customer', type: 'text' },
    { label: '潜在损失', type: 'money' },
    { label: 'Churn', type: 'percent' },
    { label: 'Due', type: 'day' },
    { label: 'Complaints', type: 'number' },
  ],
  rows: [
    ['Ann', -1234.567, 0.12345, '2026-03-01', 3],
    ['Bo', null, null, null, null],
    ['Cy', Number.NaN, 1, 'soon', 0.1 + 0.2],
    ['Di', -0.001, 0, '1999-12-31', -0],
  ],
};
const named = (names: readonly string[]): Sheet => ({
  currency: 'EUR',
  columns: [{ label: 'Customer', type: 'text' }],
  rows: names.map((name) => [name]),
});
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const recordsOf = (some: Sheet) => parseCsv(textOf(writeCsv(some)).slice(1));
/** What Excel, which reads another separator in many countries, takes for the beginning of a cell. */
const cellsSomewhere = (text: string) => text.split(/[,;\t\r\n|]/).map((cell) => cell.trimStart());

describe('CSV', () => {
  it('begins with a byte order mark, and has raw values with the currency in the heading', () => {
    expect(textOf(writeCsv(sheet))).toBe(
      [
        '\ufeffCustomer,潜在损失 (EUR),Churn,Due,Complaints',
        'Ann,-1234.57,0.12345,2026-03-01,3',
        'Bo,,,,',
        'Cy,,1,soon,0.3',
        'Di,0,0,1999-12-31,0',
        '',
      ].join('\r\n'),
    );
  });

  it('writes amounts with the decimals of their currency', () => {
    const [, [, amount] = []] = recordsOf({ ...sheet, currency: 'JPY' });
    expect(amount).toBe('-1235');
  });

  it.each(Object.entries(hostileNames))('has no formula in a name (%s)', (_, name) => {
    const written = textOf(writeCsv(named([name]))).slice(1);
    expect(parseCsv(written)).toHaveLength(2);
    for (const cell of cellsSomewhere(written)) expect(cell).not.toMatch(/^"?[=+\-@＝＋－＠]/);
  });

  it('writes a telephone number as it is, and nothing that only begins like one', () => {
    const texts = ['+420601123456', '+420 601', '+1+1', '+420;=1', "+42'!A1", '+', '-5'];
    expect(recordsOf(named(texts)).slice(1).flat()).toEqual([
      '+420601123456',
      "'+420 601",
      ...["'+1+1", "'+420;'=1", "'+42'!A1", "'+", "'-5"],
    ]);
  });

  it('keeps what a name says', () => {
    const { formula, quotes, emoji, chinese, markup, bell, behindLineBreak } = hostileNames;
    const names = [formula, quotes, emoji, chinese, markup, bell, behindLineBreak];
    expect(recordsOf(named(names)).slice(1).flat()).toEqual([
      `'${formula}`,
      quotes,
      emoji,
      chinese,
      markup,
      'Ann Bo',
      "Ann\r\n'=1+1",
    ]);
  });
});

describe('XLSX', () => {
  it('has numbers with formats, days as days, and nothing where nothing is known', async () => {
    const [headings, ann, bo, cy, di] = readXlsx(await writeXlsx(sheet, 'at-risk'));
    expect(headings?.map(({ text }) => text)).toEqual([
      'Customer',
      '潜在损失 (EUR)',
      'Churn',
      'Due',
      'Complaints',
    ]);
    expect(ann).toEqual([
      { text: 'Ann' },
      { number: -1234.57, format: '#,##0.00' },
      { number: 0.12345, format: '0.0%' },
      { number: 46082, format: 'yyyy-mm-dd' },
      { number: 3 },
    ]);
    expect(bo).toEqual([{ text: 'Bo' }]);
    expect(cy?.[3]).toEqual({ text: 'soon' });
    expect(cy?.[1]).toBeUndefined();
    expect(di?.[1]).toEqual({ number: 0, format: '#,##0.00' });
  });

  it('has every name as text, as it was typed', async () => {
    const names = Object.values(hostileNames);
    const [, ...rows] = readXlsx(await writeXlsx(named(names), 'top'));
    expect(rows.map(([cell]) => cell?.text)).toEqual(
      names.map((name) => name.replaceAll('\u0007', '').replaceAll('\u202e', '')),
    );
  });

  it('is written apart from what answers others where it is long', async () => {
    const long = named(Array.from({ length: 10_000 }, (_, i) => `=Customer ${i}`));
    let turns = 0;
    const clock = setInterval(() => turns++, 5);
    const content = await writeXlsxApart(long, 'top');
    clearInterval(clock);
    expect(turns).toBeGreaterThan(5);
    const rows = readXlsx(content);
    expect(rows).toHaveLength(10_001);
    expect(rows.at(-1)).toEqual([{ text: '=Customer 9999' }]);
  });

  it('cuts a text that no cell holds, between characters', async () => {
    const [, [cell] = []] = readXlsx(await writeXlsx(named([`a${'😀'.repeat(20_000)}`]), 'top'));
    expect(cell?.text).toHaveLength(32_767);
    expect(cell?.text?.isWellFormed()).toBe(true);
  });
});
