import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeSmallBank } from '../placed-bank.ts';
import { ended, programsIn, root } from '../server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-mcp-'));

describe('bellwether mcp, as a program on this machine starts it', () => {
  let where: Awaited<ReturnType<typeof placeSmallBank>>;
  beforeAll(async () => {
    where = await placeSmallBank('pglite');
  });
  afterAll(async () => {
    await where.leave();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Speaks with the command for a manager who agrees to whatever they are asked. */
  async function speaking(
    mode: 'auto' | 'legacy',
    told: (client: Client, questions: string[]) => Promise<void>,
  ) {
    const questions: string[] = [];
    const client = new Client(
      { name: 'a program', version: '1' },
      { versionNegotiation: { mode }, capabilities: { elicitation: { form: {} } } },
    );
    client.setRequestHandler('elicitation/create', ({ params }) => {
      questions.push(params.message);
      return { action: 'accept', content: { confirm: true } };
    });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [join(root, 'bin/bellwether.js'), 'mcp', '--as', 'rm@bank.example'],
        env: { PATH: process.env.PATH ?? '', HOME: folder, ...where.variables },
        cwd: folder,
        stderr: 'ignore',
      }),
    );
    try {
      await told(client, questions);
    } finally {
      await client.close();
    }
  }

  async function isServed(client: Client, questions: string[], note: string): Promise<void> {
    const { structuredContent } = await client.callTool({
      name: 'customer_value',
      arguments: { customer: '101' },
    });
    expect(structuredContent).toMatchObject({
      intent: 'customer.value',
      data: { customer: '101' },
    });
    const logged = await client.callTool({
      name: 'customer_log',
      arguments: { customer: '101', contactKind: 'called', note },
    });
    expect(logged.isError, JSON.stringify(logged.content)).not.toBe(true);
    expect(questions).toEqual([expect.stringContaining(note)]);
    const history = await client.callTool({
      name: 'customer_history',
      arguments: { customer: '101' },
    });
    expect(JSON.stringify(history.structuredContent)).toContain(note);
  }

  it('serves tools on the store itself', async () => {
    await speaking('auto', (client, questions) => isServed(client, questions, 'alone'));
  }, 120_000);

  it('serves them through a server that has the store, to programs of the protocol before this one too', async () => {
    const server = await programsIn(folder).start(where.variables);
    try {
      await speaking('legacy', (client, questions) => isServed(client, questions, 'of before'));
      await speaking('auto', (client, questions) => isServed(client, questions, 'of today'));
    } finally {
      server.child.kill('SIGTERM');
      await ended(server.child);
    }
  }, 120_000);
});
