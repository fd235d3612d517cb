import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { missingPath } from '../../src/cli/missing-path.ts';

const folder = mkdtempSync(join(tmpdir(), 'missing-path-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a path that is not there', () => {
  it('is told before the store is opened', () => {
    const store = join(folder, 'store');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['bin/bellwether.js', 'ingest', join(folder, 'none.csv')],
      { env: { PATH: process.env.PATH, DATA_DIR: store, DEMO: 'off' }, encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `${join(folder, 'none.csv')} does not exist\n`,
    });
    expect(existsSync(store)).toBe(false);
  });

  it.each([
    [['ingest', 'none'], '/none'],
    [['ingest', '/', '--mapping', 'none.yaml'], '/none.yaml'],
    [['ingest', '--template', 'new'], undefined],
    [['ingest', '/', '--json'], undefined],
    [['ingest', 'none', '--help'], undefined],
    [['ask', 'none'], undefined],
  ])('of %j is %s', (words, path) => {
    expect(missingPath(words, '/')).toBe(path);
  });
});
