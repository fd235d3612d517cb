import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
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
  width: z.number(),
});

const fromServer = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ need: z.literal('lines') }),
  z.object({ exit: z.number() }),
]);

const fromClient = z.union([z.object({ line: z.string() }), z.object({ end: z.literal(true) })]);

const socketPath = (dataDir: string) => join(dataDir, 'bellwether.sock');

/** A queue of lines that arrive while they are read. */
function lineQueue() {
  const waiting: string[] = [];
  let ended = false;
  let wake = () => {};
  return {
    push(line: string) {
      waiting.push(line);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const line = waiting.shift();
        if (line !== undefined) yield line;
        else if (ended) return;
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
  const send = (message: z.infer<typeof fromServer>) => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
  };
  const abort = new AbortController();
  const lines = lineQueue();
  let begun = false;
  socket.on('error', () => abort.abort());
  socket.on('close', () => {
    abort.abort();
    lines.end();
  });
  createInterface({ input: socket }).on('line', (text) => {
    if (begun) {
      const message = fromClient.parse(JSON.parse(text));
      if ('line' in message) lines.push(message.line);
      else lines.end();
      return;
    }
    begun = true;
    const asked = request.parse(JSON.parse(text));
    const terminal: Terminal = {
      ...asked,
      out: (out) => send({ out }),
      err: (err) => send({ err }),
      lines() {
        send({ need: 'lines' });
        return lines;
      },
      signal: abort.signal,
    };
    run(asked.words, terminal)
      .catch((error: unknown) => {
        send({
          err: `The server could not run the command: ${error instanceof Error ? error.message : String(error)}\n`,
        });
        return 1;
      })
      .then((exit) => {
        send({ exit });
        socket.end();
      });
  });
}

/**
 * Listens for commands of the CLI. The caller owns DATA_DIR, so a socket left there by a process that died is dead.
 * @param run carries out one command line and gives its exit code
 */
export async function listenLocally(
  dataDir: string,
  run: (words: string[], terminal: Terminal) => Promise<number>,
): Promise<Server> {
  const path = socketPath(dataDir);
  rmSync(path, { force: true });
  const server = createServer((socket) => serve(socket, run));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
  chmodSync(path, 0o600);
  return server;
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
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Once connected, the close that follows tells the person.
      if (connected) return;
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
    terminal.signal.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.once('connect', () => {
      connected = true;
      const { cwd, colour, live, width } = terminal;
      socket.write(`${JSON.stringify({ words, cwd, colour, live, width })}\n`);
      const lines = createInterface({ input: socket });
      lines.on('error', () => socket.destroy());
      lines.on('line', async (text) => {
        const message = fromServer.parse(JSON.parse(text));
        if ('out' in message) terminal.out(message.out);
        else if ('err' in message) terminal.err(message.err);
        else if ('exit' in message) exit = message.exit;
        else {
          for await (const line of terminal.lines()) socket.write(`${JSON.stringify({ line })}\n`);
          socket.write(`${JSON.stringify({ end: true })}\n`);
        }
      });
    });
    socket.once('close', () => {
      if (!connected) return;
      if (exit === undefined) {
        terminal.err(
          'The server stopped before the command was done; no partial work is kept. Run it again.\n',
        );
        resolve(1);
      } else resolve(exit);
    });
  });
}
