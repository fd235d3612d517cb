import { describe, expect, it } from 'vitest';
import { exportRequest } from '../../../src/conversation/understanding/export-request.ts';
import { read } from './said.ts';

describe('a list asked for as a file', () => {
  it.each([
    ['top 50 as csv', 'ranking.top', 'csv', { limit: 50 }],
    ['/value top 50 as xlsx', 'ranking.top', 'xlsx', { limit: 50 }],
    ['value at-risk branch=Prague as Excel', 'ranking.atRisk', 'xlsx', { branch: 'Prague' }],
    ['/value export at-risk as csv', 'ranking.atRisk', 'csv', {}],
    ['export my top 50 customers to excel', 'ranking.top', 'xlsx', { limit: 50, manager: 'me' }],
    ['Who is about to leave? As an Excel file, please', 'ranking.atRisk', 'xlsx', {}],
    ['can you export the at-risk list as a csv file?', 'ranking.atRisk', 'csv', {}],
    ['download the at-risk list as a spreadsheet', 'ranking.atRisk', 'xlsx', {}],
    ['give me an excel file of my top 20 customers', 'ranking.top', 'xlsx', { limit: 20 }],
    ['who is about to leave in Prague, in excel', 'ranking.atRisk', 'xlsx', { branch: 'Prague' }],
    ['show the segments and put it into a spreadsheet', 'segment.breakdown', 'xlsx', {}],
    ['compare 1042 and 1055 as csv', 'customer.compare', 'csv', {}],
    ['feedback as CSV, thanks!', 'feedback.themes', 'csv', {}],
    ['top 50 as ＣＳＶ', 'ranking.top', 'csv', { limit: 50 }],
    ['前50 as xlsx', 'ranking.top', 'xlsx', { limit: 50 }],
    ['最有价值的50位客户导出为xlsx', 'ranking.top', 'xlsx', { limit: 50 }],
    ['导出最有价值的50位客户为excel', 'ranking.top', 'xlsx', { limit: 50 }],
    ['把我最有价值的十位客户导出成csv', 'ranking.top', 'csv', { limit: 10, manager: 'me' }],
    ['流失名单导出Excel', 'ranking.atRisk', 'xlsx', {}],
    ['谁最可能流失？导出为xlsx', 'ranking.atRisk', 'xlsx', {}],
    ['把流失风险客户做成表格文件', 'ranking.atRisk', 'xlsx', {}],
    ['客户分群情况，用Excel', 'segment.breakdown', 'xlsx', {}],
    ['比较1042和1055，导出csv', 'customer.compare', 'csv', {}],
  ])('%s', (line, intent, format, entities) => {
    const understood = read(line);
    expect(understood).toMatchObject({ intent, entities: { ...entities, export: format } });
    expect(understood.error).toBeUndefined();
  });

  it.each([
    'I called 1042, they want the statement as csv',
    'log 1042 called "send the list as csv"',
    'send me at-risk customers every weekday at 8:30 as csv',
  ])('leaves the words to what is to be kept: %s', (line) => {
    expect(read(line).entities).not.toHaveProperty('export');
  });

  it('keeps a note whole', () => {
    expect(read('I called 1042, they want the statement as csv').entities).toMatchObject({
      note: 'they want the statement as csv',
    });
  });

  it.each([
    ['csv', 'csv'],
    ['xlsx pls', 'xlsx'],
    ['in exel', 'xlsx'],
    ["put that in an Excel sheet for Thursday's meeting", 'xlsx'],
    ['出個 Excel 畀我', 'xlsx'],
    ['来份excel', 'xlsx'],
    ['csv版', 'csv'],
  ])('is all that a line says: %s', (line, format) => {
    expect(exportRequest(line)).toMatchObject({ text: '', format });
  });

  it.each(['as csv', 'export to excel', '导出Excel', '/value as xlsx'])(
    'asks which list: %s',
    (line) => {
      const { intent, error } = read(line);
      expect(intent).toBe('unknown');
      expect(error?.usage).toBe('/value top 50 as xlsx');
    },
  );

  it.each(['top 50', 'export all customers to a file', 'as good as it gets', '导出所有客户', ''])(
    'takes nothing off “%s”',
    (line) => {
      expect(exportRequest(line)).toBeUndefined();
    },
  );
});
