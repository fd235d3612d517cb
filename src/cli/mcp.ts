import { randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createPeople } from '../access/people.ts';
import { mcpServer } from '../api/mcp/mcp-server.ts';
import { drawPng } from '../charts/draw-png.ts';
import { createConversation } from '../conversation/create-conversation.ts';
import { keepSecret } from '../store/secrets/keep-secret.ts';
import { asker } from './answer.ts';
import type { AddCommand, Terminal } from './host.ts';

/** `bellwether mcp`: the commands as tools for a language model that a program on this machine talks with. */
export const mcp: AddCommand = (program, terminal, host) => {
  program
    .command('mcp')
    .description('answer a language model over stdin and stdout (MCP), until stdin ends')
    .option('--as <email>', 'for whom it asks; in a demo store, the analyst by default')
    .action(async (options: { as?: string }) => {
      const store = await host.store();
      await host.prepared(() => undefined);
      const person = await asker(store, host, options.as);
      const { config, now, languageModel } = host;
      const people = createPeople(store, now);
      const conversation = createConversation({ store, config, now, languageModel });
      const secret = await keepSecret(store.db, 'server', () =>
        randomBytes(32).toString('base64url'),
      );
      const input = Readable.from(wholeLines(terminal));
      const served = serveStdio(
        () =>
          mcpServer(
            { person },
            {
              store,
              people,
              conversation,
              drawPng,
              secret,
              programsMayConfirm: config.mcp.programsMayConfirm,
              now,
              log: host.log,
            },
          ),
        { transport: new StdioServerTransport(input, writing(terminal)) },
      );
      await finished(input, { writable: false });
      await served.close();
    });
};

async function* wholeLines(terminal: Terminal): AsyncIterable<Buffer> {
  for await (const line of terminal.lines()) yield Buffer.from(`${line}\n`);
}

const writing = (terminal: Terminal): Writable =>
  new Writable({
    write(chunk: Buffer, _, done) {
      terminal.out(chunk.toString());
      done();
    },
  });
