import { describe, expect, it } from 'vitest';
import type { IngestReport } from '../../src/ingest/ingest-report.ts';
import { printReport } from '../../src/ingest/print-report.ts';

const report: IngestReport = {
  batchId: 1,
  mapping: 'berka',
  files: [
    {
      file: 'disp.asc',
      read: 5369,
      stored: 0,
      unchanged: 0,
      rejected: 0,
      skipped: 869,
      joined: 4500,
      forgotten: 0,
    },
    {
      file: 'trans.asc',
      read: 49103,
      stored: 49102,
      unchanged: 0,
      rejected: 1,
      skipped: 0,
      joined: 0,
      forgotten: 0,
    },
  ],
  taken: [
    {
      file: 'trans.asc',
      rows: 49102,
      customers: 4500,
      from: '1993-01-01',
      to: '1998-12-31',
      amounts: [
        { column: 'amount', plus: 1234567.5, minus: -1000.25 },
        { column: 'fee', plus: 0, minus: -3 },
      ],
    },
  ],
  currency: 'CZK',
  rejects: [
    { file: 'trans.asc', column: 'type', reason: 'quote-not-closed', rows: 1, firstLine: 49104 },
  ],
  warnings: [],
  duration: 3210,
};

describe('printReport', () => {
  it('lines the figures up in English', () => {
    expect(printReport(report, 'en')).toBe(
      [
        'File         Read  Stored  Unchanged  Rejected  Left out  Joined',
        'disp.asc    5,369       0          0         0       869   4,500',
        'trans.asc  49,103  49,102          0         1         0       0',
        '────────────────────────────────────────────────────────────────',
        'Total      54,472  49,102          0         1       869   4,500',
        '',
        '54,472 rows in 3.2 s.',
        'Joined: rows that only connect other files. Left out: rows that the mapping leaves out by a filter (`where`), or as further rows with one key (`duplicates: first` or `last`).',
        '',
        'Rejected rows, kept in ingest_rejects with file, line, column and value:',
        '  trans.asc  1  type  an opening quote is never closed: the row breaks off (from line 49,104)',
        '',
        'In the store of these files, whether new or there before, to hold against them (amounts in CZK):',
        '  File         Rows  Customers                     Days  Column       Above 0    Below 0           Sum',
        '  trans.asc  49,102      4,500  1993-01-01 – 1998-12-31  amount  1,234,567.50  -1,000.25  1,233,567.25',
        '                                                            fee          0.00      -3.00         -3.00',
        '',
      ].join('\n'),
    );
  });

  it('lines the figures up in Chinese, whose characters take two cells', () => {
    expect(printReport(report, 'zh').split('\n').slice(0, 3)).toEqual([
      '文件         读取    入库  未变  拒绝  略过   关联',
      'disp.asc    5,369       0     0     0   869  4,500',
      'trans.asc  49,103  49,102     0     1     0      0',
    ]);
    expect(printReport(report, 'zh')).toContain('trans.asc  1  type  引号未闭合，该行不完整');
  });

  it('says that no row was rejected', () => {
    const clean = { ...report, files: report.files.slice(1), rejects: [] };
    expect(printReport(clean, 'en')).toContain('No row was rejected.\n');
    expect(printReport(clean, 'en')).not.toContain('Joined');
  });
});
