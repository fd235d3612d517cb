import { expect, it } from 'vitest';
import { textTable } from '../../src/cli/text-table.ts';

it('a table shows what a terminal would obey, and keeps a row a row', () => {
  const name = 'Eve\u001b[2J\u001b]0;owned\u0007\u009b2J\u202e\nMallory  9999';
  expect(textTable(['Name', 'Id'], [[name, '1']])).toBe(
    'Name                          Id\nEve[2J]0;owned2J Mallory 9999  1\n'.replace(
      'Name                          Id',
      `${'Name'.padEnd('Eve[2J]0;owned2J Mallory 9999'.length)}  Id`,
    ),
  );
});
