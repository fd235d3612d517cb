import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Terminal } from '../../src/cli/host.ts';
import { listenLocally, runInServer } from '../../src/cli/local-socket.ts';

const spoken = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ need: z.literal('lines') }),
  z.object({ exit: z.number() }),
]);

const folder = mkdtempSync(join(tmpdir(), 'bellwether-socket-'));
const path = join(folder, 'bellwether.sock');
const plain = { cwd: '/', colour: false, live: false, width: 80 };
const request = (...words: string[]) => `${JSON.stringify({ words, ...plain })}\n`;

/** How the commands that ran came to an end, by their first word. */
const ends: string[] = [];

/** Stand-ins for commands: `say` answers, `count` reads stdin, `wait` goes on until it is given up, `flood` writes a lot. */
async function run(words: string[], terminal: Terminal): Promise<number> {
  const [word = '', ...rest] = words;
  switch (word) {
    case 'say':
      terminal.out(`${rest.join(' ')}\n`);
      return 0;
    case 'count': {
      let lines = 0;
      for await (const line of terminal.lines()) lines += line === '' ? 0 : 1;
      terminal.out(`${lines}\n`);
      ends.push(word);
      return 0;
    }
    case 'wait':
      terminal.out('waiting\n');
      await once(terminal.signal, 'abort');
      ends.push(word);
      return 1;
    case 'flood':
      for (let n = 0; n < 2000; n++) {
        terminal.out(`${'x'.repeat(1000)}\n`);
        if (n % 100 === 0) await new Promise((go) => setImmediate(go));
      }
      ends.push(word);
      return 0;
    default:
      throw new Error(`no such command: ${word}`);
  }
}

/** Writes bytes to the socket and gathers what the server says until it closes the connection. */
async function exchange(...pieces: (string | Uint8Array)[]) {
  const socket = connect(path);
  let said = '';
  socket.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  // A server that closes while we still write is seen by what it said.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  for (const piece of pieces) socket.write(piece);
  await once(socket, 'close');
  const messages = said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => spoken.parse(JSON.parse(line)));
  const texts = (key: 'out' | 'err') =>
    messages
      .flatMap((each) => (key in each ? [z.string().parse(Object.values(each)[0])] : []))
      .join('');
  const exit = messages.flatMap((each) => ('exit' in each ? [each.exit] : []));
  return { out: texts('out'), err: texts('err'), exit };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (condition()) return;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error('What was waited for did not come within 5 s.');
}

async function opened(...pieces: string[]): Promise<Socket> {
  const socket = connect(path);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  for (const piece of pieces) socket.write(piece);
  return socket;
}

describe('the local socket of the command line', () => {
  let server: Server;
  const faults: unknown[] = [];
  beforeAll(async () => {
    server = await listenLocally(folder, run, (error) => faults.push(error));
  });
  afterAll(async () => {
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true, force: true });
  });

  it('is for its owner alone', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each<[string, (string | Uint8Array)[]]>([
    ['no JSON', ['hello\n']],
    ['nothing', ['\n']],
    ['JSON of another shape', ['{"words":"say"}\n']],
    ['null', ['null\n']],
    ['a width that is no width', [`${JSON.stringify({ words: ['say'], ...plain, width: -4 })}\n`]],
    ['binary', [Uint8Array.from({ length: 256 }, (_, i) => i), '\n']],
    ['a line longer than any command', ['x'.repeat(3 * 2 ** 20), '\n']],
    ['a line that never ends', ['x'.repeat(3 * 2 ** 20)]],
    ['a deep one', [`${'['.repeat(200_000)}\n`]],
  ])('answers %s with an error, and serves on', async (_, pieces) => {
    const answer = await exchange(...pieces);
    expect(answer.exit).toEqual([1]);
    expect(answer.err.trim().split('\n')).toHaveLength(1);
    expect(await exchange(request('say', 'still', 'here'))).toMatchObject({
      out: 'still here\n',
      exit: [0],
    });
  });

  it('takes a request that comes in pieces, between two bytes of a character too', async () => {
    const bytes = Buffer.from(request('say', '客户'));
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await exchange(...pieces)).toMatchObject({ out: '客户\n', exit: [0] });
  });

  it('serves on after half a line and nothing more', async () => {
    const socket = await opened('{"words":');
    socket.end();
    await once(socket, 'close');
    expect(await exchange(request('say', 'on'))).toMatchObject({ out: 'on\n' });
  });

  it('ends a command whose input turns malformed, with an error', async () => {
    for (const wrong of ['nonsense\n', '{"line":7}\n', `${'x'.repeat(3 * 2 ** 20)}\n`]) {
      const answer = await exchange(request('wait'), wrong);
      expect(answer).toMatchObject({ out: 'waiting\n', exit: [1] });
      expect(answer.err).not.toBe('');
    }
    await until(() => ends.filter((each) => each === 'wait').length === 3);
  });

  it('says what a command failed of', async () => {
    const { err, exit } = await exchange(request('nothing-of-the-kind'));
    expect(err).toContain('no such command');
    expect(exit).toEqual([1]);
  });

  it('gives up what a client no longer waits for, however it goes', async () => {
    for (const go of ['destroy', 'end'] as const) {
      ends.length = 0;
      const socket = await opened(request('wait'));
      await once(socket, 'data');
      socket[go]();
      await until(() => ends.includes('wait'));
    }
  });

  it('lives through a client that goes in the middle of its answer', async () => {
    ends.length = 0;
    for (let n = 0; n < 10; n++) {
      const socket = await opened(request('flood'));
      await once(socket, 'data');
      socket.destroy();
    }
    await until(() => ends.filter((each) => each === 'flood').length === 10);
    expect(await exchange(request('say', 'on'))).toMatchObject({ out: 'on\n' });
  });

  it('serves many clients at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        exchange(...(n % 4 === 0 ? ['{}\n'] : [request('say', String(n))])),
      ),
    );
    answers.forEach((answer, n) => {
      expect(answer.exit).toEqual([n % 4 === 0 ? 1 : 0]);
      if (n % 4 !== 0) expect(answer.out).toBe(`${n}\n`);
    });
  });

  it('carries a command line and its input there and the answer back', async () => {
    const said = { out: '', err: '' };
    const terminal: Terminal = {
      ...plain,
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      async *lines() {
        for (let n = 0; n < 5000; n++) yield `line ${n}`;
      },
      signal: new AbortController().signal,
    };
    expect(await runInServer(folder, ['count'], terminal)).toBe(0);
    expect(said).toEqual({ out: '5000\n', err: '' });
  });

  it('names DATA_DIR where its path is too long for a socket', async () => {
    const deep = join(folder, 'x'.repeat(120));
    await expect(listenLocally(deep, run, () => undefined)).rejects.toThrow(
      /^DATA_DIR .*cannot hold/,
    );
  });

  it('met no fault that nobody was told of', () => {
    expect(faults).toEqual([]);
  });
});

describe('a command line beside something that is no server of ours', () => {
  it('says so in one line', async () => {
    const strange = mkdtempSync(join(tmpdir(), 'bellwether-strange-'));
    const server = createServer((socket) => socket.resume().end('220 mail.example ESMTP\n'));
    await new Promise<void>((done) => server.listen(join(strange, 'bellwether.sock'), done));
    let err = '';
    const exit = await runInServer(strange, ['say'], {
      ...plain,
      out: () => undefined,
      err: (text) => {
        err += text;
      },
      async *lines() {},
      signal: new AbortController().signal,
    });
    expect(exit).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    await new Promise((done) => server.close(done));
    rmSync(strange, { recursive: true, force: true });
  });

  it.each(['nowhere', 'x'.repeat(120)])('is told that nobody listens in %s', async (name) => {
    expect(
      await runInServer(join(tmpdir(), name), ['say'], {
        ...plain,
        out: () => undefined,
        err: () => undefined,
        async *lines() {},
        signal: new AbortController().signal,
      }),
    ).toBeUndefined();
  });
});
