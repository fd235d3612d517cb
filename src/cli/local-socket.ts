import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { errorInWords } from '../access/loggable-error.ts';
import { boundedLines } from './bounded-lines.ts';
import type { Terminal } from './host.ts';

/*
 * The embedded store belongs to one process. Where a server runs on it, a command of the CLI is carried out in that
 * server, over a Unix socket in DATA_DIR that only its owner may open. Both sides speak JSON documents, a line each.
 */

const request = z.object({
  words: z.array(z.string()),
  cwd: z.string(),
  colour: z.boolean(),
  live: z.boolean(),
  width: z.number().int().min(0).max(100_000),
});

const fromServer = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ need: z.literal('lines') }),
  z.object({ exit: z.number() }),
]);

const fromClient = z.union([z.object({ line: z.string() }), z.object({ end: z.literal(true) })]);

/** Codes of a connection that fails for want of a server; EINVAL: the path is too long for any to listen there. */
const nobodyListens = new Set(['ENOENT', 'ECONNREFUSED', 'EINVAL']);

const socketPath = (dataDir: string) => join(dataDir, 'bellwether.sock');

/** Bytes of a line from a client: a command line, or a line of its standard input. */
const longestLine = 2 ** 20;
/** Characters of input that may wait to be read before the client has to wait. */
const mostWaiting = 2 ** 20;
/** How long a client may take over its first line, and over closing a connection that is done with. */
const patience = 10_000;

/** Parses a line; undefined for one that is no JSON document of that shape. */
function parseLine<T>(shape: z.ZodType<T>, text: string): T | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The lines that a client sends for standard input: it waits while too many are unread, or too much of the answer is. */
function inputLines(socket: Socket) {
  const waiting: string[] = [];
  let size = 0;
  let ended = false;
  let wake = () => {};
  socket.on('drain', () => wake());
  return {
    push(line: string) {
      waiting.push(line);
      size += line.length;
      if (size > mostWaiting) socket.pause();
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const line = socket.writableNeedDrain && !socket.destroyed ? undefined : waiting.shift();
        if (line !== undefined) {
          size -= line.length;
          if (size <= mostWaiting) socket.resume();
          yield line;
        } else if (ended && (waiting.length === 0 || socket.destroyed)) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}

function serve(
  socket: Socket,
  run: (words: string[], terminal: Terminal) => Promise<number>,
): void {
  const abort = new AbortController();
  const input = inputLines(socket);
  const { take } = boundedLines(longestLine);
  let state: 'waiting' | 'running' | 'over' = 'waiting';

  const send = (message: z.infer<typeof fromServer>) => {
    if (state !== 'over' && socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
  const end = (exit: number) => {
    send({ exit });
    state = 'over';
    abort.abort();
    input.end();
    // What the client still sends is read and dropped, so that it comes to read the answer.
    socket.resume();
    socket.end();
    socket.setTimeout(patience, () => socket.destroy());
  };
  const refuse = (why: string) => {
    send({ err: `${why}\n` });
    end(1);
  };

  function begin({ words, ...asked }: z.infer<typeof request>): void {
    state = 'running';
    socket.setTimeout(0);
    const terminal: Terminal = {
      ...asked,
      out: (out) => send({ out }),
      err: (err) => send({ err }),
      lines() {
        send({ need: 'lines' });
        return input;
      },
      signal: abort.signal,
    };
    run(words, terminal).then(end, (error: unknown) =>
      refuse(`The server could not run the command: ${errorInWords(error)}`),
    );
  }

  function onLine(text: string): void {
    const asked = state === 'waiting' ? parseLine(request, text) : undefined;
    const message = state === 'running' ? parseLine(fromClient, text) : undefined;
    if (asked !== undefined) begin(asked);
    else if (message !== undefined) {
      if ('line' in message) input.push(message.line);
      else input.end();
    } else if (state !== 'over')
      refuse(
        'The server could not read the command. Is the command of another version than the server?',
      );
  }

  socket.setTimeout(patience, () => socket.destroy());
  socket.on('error', () => abort.abort());
  socket.on('close', () => {
    abort.abort();
    input.end();
  });
  socket.on('data', (piece: Buffer) => {
    if (state === 'over') return;
    const lines = take(piece);
    if (lines === undefined)
      refuse(`A line may have ${longestLine} bytes, and the server was sent a longer one.`);
    else for (const line of lines) onLine(line);
  });
}

/**
 * Listens for commands of the CLI. The caller owns DATA_DIR, so a socket left there by a process that died is dead.
 * @param run carries out one command line and gives its exit code
 * @param onError is told of connections that could not be taken; the server listens on
 * @throws an error that names DATA_DIR when there can be no socket in it
 */
export async function listenLocally(
  dataDir: string,
  run: (words: string[], terminal: Terminal) => Promise<number>,
  onError: (error: Error) => void,
): Promise<Server> {
  const path = socketPath(dataDir);
  rmSync(path, { force: true });
  const server = createServer((socket) => serve(socket, run));
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) =>
      reject(
        new Error(
          `DATA_DIR ${dataDir} cannot hold the socket of the command line (${error.message}). Name a folder on a local disk, of a path of at most 90 characters.`,
        ),
      );
    server.once('error', fail);
    server.listen(path, () => {
      server.off('error', fail);
      server.on('error', onError);
      resolve();
    });
  });
  chmodSync(path, 0o600);
  return server;
}

/** Sends standard input a line at a time, as fast as the server takes it. */
async function sendInput(socket: Socket, terminal: Terminal): Promise<void> {
  const send = (message: z.infer<typeof fromClient>) =>
    new Promise<void>((resolve, reject) => {
      socket.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  for await (const line of terminal.lines()) await send({ line });
  await send({ end: true });
}

/**
 * Has a running server carry out a command line.
 * @returns the exit code; undefined when no server listens in this DATA_DIR
 */
export function runInServer(
  dataDir: string,
  words: readonly string[],
  terminal: Terminal,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath(dataDir));
    let exit: number | undefined;
    let connected = false;
    let strange = false;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Once connected, the close that follows tells the person.
      if (connected) return;
      if (nobodyListens.has(error.code ?? '')) resolve(undefined);
      else reject(error);
    });
    terminal.signal.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.once('connect', () => {
      connected = true;
      const { cwd, colour, live, width } = terminal;
      socket.write(`${JSON.stringify({ words, cwd, colour, live, width })}\n`);
      const lines = createInterface({ input: socket });
      lines.on('error', () => socket.destroy());
      lines.on('line', (text) => {
        const message = parseLine(fromServer, text);
        if (message === undefined) {
          strange = true;
          socket.destroy();
        } else if ('out' in message) terminal.out(message.out);
        else if ('err' in message) terminal.err(message.err);
        else if ('exit' in message) exit = message.exit;
        else sendInput(socket, terminal).catch(() => socket.destroy());
      });
    });
    socket.once('close', () => {
      if (!connected) return;
      if (exit === undefined) {
        terminal.err(
          strange
            ? `What listens at ${socketPath(dataDir)} is not a server of this version. Stop it, or restart it.\n`
            : 'The server stopped before the command was done; no partial work is kept. Run it again.\n',
        );
        resolve(1);
      } else resolve(exit);
    });
  });
}
