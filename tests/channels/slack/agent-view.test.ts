import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { customerNames } from '../../banks/forty-customers.ts';
import { openWorkspace, until } from './slack-workspace.ts';

type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

/** Opens the chat with the bot, and gives what is offered there. */
async function promptsOf(w: Workspace, user: string) {
  const chat = user.replace(/^U/, 'D');
  await w.openHome(user, 'messages');
  await until(() => w.slack.agent.prompts.has(chat), 'prompts are offered');
  return w.slack.agent.prompts.get(chat) ?? [];
}

/** Asks in the chat with the bot, and gives the answer. `thread`: in a thread that there is; otherwise the question begins one. */
async function ask(w: Workspace, text: string, ts: string, thread?: string, user = 'UPETRA') {
  const before = w.slack.messages.length;
  await w.directMessage(text, user, { ts, ...(thread === undefined ? {} : { thread_ts: thread }) });
  return w.answer(before);
}

describe('the chat with the bot in Slack’s agent view', () => {
  let w: Workspace;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterEach(async () => {
    await w.settled();
    w.slack.agent.said.length = 0;
    w.slack.agent.prompts.clear();
    w.slack.messages.length = 0;
  });
  afterAll(() => w.close());

  it('offers what is asked first, and whom the last run found at risk; each is answered', async () => {
    const prompts = await promptsOf(w, 'UPETRA');
    expect(prompts).toHaveLength(4);
    expect(prompts[0]).toMatchObject({
      title: expect.stringMatching(/^Why is .+ at risk\?$/),
      message: expect.stringMatching(/^why \d+$/),
    });
    for (const [at, { message }] of prompts.entries()) {
      const answer = await ask(w, message, `1782977500.00000${at}`);
      expect(answer.text).not.toMatch(/did you mean|I did not understand/i);
    }
  });

  it('offers an auditor no customer, and somebody nobody knows how to be known', async () => {
    for (const user of ['UNOBODY', 'UJAN', 'UANA']) {
      const prompts = await promptsOf(w, user);
      if (user === 'UNOBODY') expect(prompts).toHaveLength(1);
      else expect(prompts.length).toBeGreaterThan(1);
    }
    const offered = JSON.stringify(w.slack.agent.prompts.get('DNOBODY'));
    for (const name of customerNames) expect(offered).not.toContain(name);
  });

  it('speaks the reader’s language', async () => {
    const prompts = await promptsOf(w, 'ULI');
    for (const { title } of prompts) expect(title).toMatch(/\p{Script=Han}/u);
  });

  it('begins a thread with each question, says that it is at work, and names the thread', async () => {
    const answer = await ask(w, 'value customer 1042', '1782977600.000001');
    expect(answer.thread).toBe('1782977600.000001');
    await until(() => w.slack.agent.said.some(({ what }) => what === 'title'), 'it has a name');
    expect(w.slack.agent.said).toEqual([
      {
        what: 'status',
        channel: 'DPETRA',
        thread: '1782977600.000001',
        text: 'is looking at the figures …',
      },
      {
        what: 'title',
        channel: 'DPETRA',
        thread: '1782977600.000001',
        text: expect.stringContaining('1042'),
      },
    ]);
  });

  it('goes on in a thread from what was asked there, and in a new one from what was asked last', async () => {
    await ask(w, 'value customer 1042', '1782977700.000001');
    await ask(w, 'value customer 1045', '1782977700.000002');
    const there = await ask(w, 'why?', '1782977700.000003', '1782977700.000001');
    expect(there.thread).toBe('1782977700.000001');
    expect(JSON.stringify(there.blocks)).toContain('1042');
    const anew = await ask(w, 'and her balance?', '1782977700.000004');
    expect(JSON.stringify(anew.blocks)).toContain('1042');
    expect(anew.thread).toBe('1782977700.000004');
    const second = await ask(w, 'why?', '1782977700.000005', '1782977700.000002');
    expect(JSON.stringify(second.blocks)).toContain('1045');
  });

  it('answers a button in the thread that it stands in', async () => {
    await ask(w, 'value customer 1042', '1782977800.000001');
    const before = w.slack.messages.length;
    await w.act(
      { type: 'button', action_id: 'ask:0', block_id: 'b', value: 'why 1042', action_ts: '1' },
      'UPETRA',
      'DPETRA',
      '1782977800.000001',
    );
    expect((await w.answer(before)).thread).toBe('1782977800.000001');
  });
});

describe('the chat with the bot without the agent view', () => {
  it('is an ordinary chat where the app was not given the scope', async () => {
    const w = await openWorkspace();
    try {
      w.slack.settings.scopes = 'chat:write,im:history';
      await w.openHome('UPETRA', 'messages');
      const answer = await ask(w, 'value customer 1042', '1782977600.000001');
      expect(answer.thread).toBeUndefined();
      await w.settled();
      expect(w.slack.calls.some(({ method }) => method.startsWith('assistant.'))).toBe(false);
    } finally {
      await w.close();
    }
  });

  it('is remembered where a workspace refuses it', async () => {
    const w = await openWorkspace();
    try {
      w.slack.settings.hasAgentView = false;
      await w.openHome('UPETRA', 'messages');
      const asked = () =>
        w.slack.calls.filter(({ method }) => method.startsWith('assistant.')).length;
      await until(() => asked() === 1, 'it is tried');
      await w.settled();
      const answer = await ask(w, 'value customer 1042', '1782977600.000001');
      expect(answer.thread).toBeUndefined();
      await w.openHome('UPETRA', 'messages');
      await w.settled();
      expect(asked()).toBe(1);
    } finally {
      await w.close();
    }
  });

  it('names nobody where the bank keeps customers’ data out of Slack', async () => {
    const w = await openWorkspace('http', { show: 'links' });
    try {
      const offered = JSON.stringify(await promptsOf(w, 'UPETRA'));
      for (const name of customerNames) expect(offered).not.toContain(name);
      expect(offered).not.toMatch(/\d{4}/);
      await ask(w, 'value customer 1042', '1782977600.000001');
      await w.settled();
      expect(w.slack.agent.said.map(({ what }) => what)).toEqual(['status']);
    } finally {
      await w.close();
    }
  });
});
