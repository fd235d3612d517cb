import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IngestError } from '../../src/ingest/ingest-error.ts';
import { readMapping } from '../../src/ingest/mapping.ts';

const folder = mkdtempSync(join(tmpdir(), 'mapping-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bank = readFileSync('tests/ingest/fixtures/bank.yaml', 'utf8');

function refusal(text: string): string {
  const path = join(folder, 'wrong.yaml');
  writeFileSync(path, text);
  try {
    readMapping(path);
  } catch (error) {
    if (error instanceof IngestError) return error.message;
    throw error;
  }
  return 'it was taken';
}

describe('readMapping', () => {
  it.each(['config/mappings/berka.yaml', 'config/mappings/standard.yaml'])('reads %s', (path) => {
    expect(readMapping(path).bank.currency).toMatch(/^[A-Z]{3}$/);
  });

  it.each([
    ['currency: CHF', 'currency: Franken', 'bank.currency: expected an ISO 4217 code'],
    ['Europe/Zurich', 'Europe/Berne', 'bank.timezone: expected a zone such as'],
    ['[dd.MM.yyyy]', '[dd.QQQ.yyyy]', 'format.dates.0: date format "dd.QQQ.yyyy" has "QQQ"'],
    ['encoding: gb18030', 'encoding: gb2', 'files.east.format.encoding: expected an encoding'],
    ['into: holdings', 'into: accounts', 'files.accounts.into: '],
    [
      'into: holdings',
      'into: holdings\n    names: { de: x }',
      'files.accounts.names: holdings has',
    ],
    ['into: holdings', 'into: holdings\n    names: { German: x }', 'files.accounts.names.German'],
    [
      'into: holdings',
      'into: holdings\n    names: { de: { column: x, type: number } }',
      'files.accounts.names.de.type: a name is text',
    ],
    ['product: {', 'products: {', 'files.accounts.fields.product: needed for holdings'],
    ['product: {', 'products: {', 'files.accounts.fields.products: holdings has customer,'],
    [
      'S: savings',
      'S: saving',
      'files.accounts.fields.product: "saving" is none of current-account',
    ],
    ['through: owner', 'through: owners', 'files.accounts.fields.customer.through: no "owners"'],
    ['file: relations', 'file: relation', 'lookups.owner.file: no "relation" among files'],
    [
      'value: person',
      'value: { column: person, through: owner }',
      'lookups.owner.value: a lookup cannot',
    ],
    ['lookups:\n  owner:', 'lookups:\n  holder:', 'lookups.holder: this name is taken'],
    [
      'amount: limit',
      'amount: { column: limit, through: owner }',
      'lookups.owner.type: expected number',
    ],
    ['birthDate: born', 'birthDate: { colum: born }', 'files.west.fields.birthDate'],
    [
      'birthDate: born',
      'birthDate: { column: born, value: x }',
      'expected one of column, value, first, columns, hash, line',
    ],
    ['balanceAfter: after', 'status: after', 'files.postings.monthEndBalances: needs'],
    [
      'name: branches.csv',
      'name: branches.csv\n    header: false',
      'files.branches.columns: needed',
    ],
    ['name: Testbank', 'name: ""', 'bank.name: '],
    [
      'birthDate: born',
      'birthDate: { column: born, before: 2024-12-31 }',
      'before and in go together',
    ],
    [
      'birthDate: born',
      'birthDate: { column: born, times: x }',
      'files.west.fields.birthDate: sign, times and currency are for numbers',
    ],
    [
      'birthDate: born',
      'birthDate: { column: born, numbered: true }',
      'files.west.fields.birthDate.numbered: is for externalId only',
    ],
    [
      'into: holdings',
      'into: holdings\n    tables: [{ into: holdings, fields: {} }]',
      'files.accounts.into: goes inside tables',
    ],
    [
      'into: holdings',
      'tables: [{ into: branches, fields: { externalId: x } }]',
      'files.accounts.tables.0.fields.name: needed for branches',
    ],
  ])('refuses %j as %j, saying where', (right, wrong, said) => {
    expect(bank).toContain(right);
    const message = refusal(bank.replace(right, wrong));
    expect(message).toContain(said);
    expect(message).toMatch(/^mapping \S+wrong\.yaml: [^\n]+$/);
  });

  it.each([
    ['', 'the file: '],
    ['- a list', 'the file: '],
    ['bank: {', 'is not valid YAML'],
  ])('refuses %j', (text, said) => {
    expect(refusal(text)).toContain(said);
  });

  it('says when there is no such file, or it is a folder', () => {
    expect(() => readMapping(join(folder, 'none.yaml'))).toThrow(
      /none\.yaml does not exist: name a/,
    );
    expect(() => readMapping(folder)).toThrow(/is a directory: name a mapping file/);
  });
});
