import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** What the stand-in was asked. */
const asked = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  tools: z.array(
    z.object({
      type: z.literal('function'),
      function: z.object({
        name: z.string().regex(/^[\w-]{1,64}$/),
        description: z.string().min(1),
        parameters: z.looseObject({ type: z.literal('object') }),
      }),
    }),
  ),
});
export type Asked = z.infer<typeof asked> & { authorization: string | undefined; raw: string };

/** How the stand-in answers. */
export type Behaviour = (response: ServerResponse, asked: Asked) => void;

/** An OpenAI-compatible endpoint on this machine, which answers as it is told to. */
export async function standIn() {
  const all: Asked[] = [];
  let behaviour: Behaviour = says('');
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let raw = '';
    for await (const chunk of request) raw += String(chunk);
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      response.writeHead(404).end();
      return;
    }
    const { authorization } = request.headers;
    const one = { ...asked.parse(JSON.parse(raw)), authorization, raw };
    all.push(one);
    behaviour(response, one);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = z
    .object({ port: z.number() })
    .parse(server.address() satisfies string | AddressInfo | null);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    /** what it was asked, the oldest first */
    asked: all,
    behave(next: Behaviour) {
      all.length = 0;
      behaviour = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}

const completion = (message: unknown) =>
  JSON.stringify({ id: 'x', object: 'chat.completion', choices: [{ index: 0, message }] });

/** Answers with a body of its own. */
export const body =
  (text: string, status = 200, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };

/** Answers with a text, and no choice. */
export const says = (content: string): Behaviour =>
  body(completion({ role: 'assistant', content }));

/** Chooses tools. */
export const callsAll = (...calls: [name: string, given: unknown][]): Behaviour =>
  body(
    completion({
      role: 'assistant',
      content: null,
      tool_calls: calls.map(([name, given], at) => ({
        id: `call_${at}`,
        type: 'function',
        function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
      })),
    }),
  );

/** Chooses one tool. */
export const calls = (name: string, given: unknown): Behaviour => callsAll([name, given]);
