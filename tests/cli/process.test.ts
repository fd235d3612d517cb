import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../src/store/embedded/open-embedded.ts';
import { fillRecordedHistory } from '../banks/recorded-history.ts';

/*
 * Commands as processes of their own on an embedded store that no server serves: each opens it, does its work, and ends.
 */

const folder = mkdtempSync(join(tmpdir(), 'bellwether-process-'));
const cli = join(process.cwd(), 'bin/bellwether.js');

function run(words: string[], variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, DEMO: 'off', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  );
}

describe('a command as a process of its own', () => {
  beforeAll(async () => {
    // The folder's .env names the store; nothing else does.
    writeFileSync(join(folder, '.env'), 'DATA_DIR=store\nLOG_LEVEL=warn\n');
    const store = await openEmbedded(join(folder, 'store'));
    await fillRecordedHistory(store);
    await store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('values the bank, in one document, whatever Node’s watch mode tells over a thread’s channel', async () => {
    const { code, out } = await run(['score', '--json'], { WATCH_REPORT_DEPENDENCIES: '1' });
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ asOf: '2024-06-30', customers: 242 });
  }, 60_000);

  it('heeds the environment before the .env of the folder it is called in', async () => {
    const elsewhere = await run(['user', 'list'], { DATA_DIR: 'elsewhere' });
    expect(elsewhere).toMatchObject({ code: 0, err: '', out: 'None.\n' });
  }, 60_000);
});
