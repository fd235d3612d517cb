import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { interactions } from '../../../src/store/schema.ts';
import { openTenant, tenant } from './teams-tenant.ts';

let world: Awaited<ReturnType<typeof openTenant>>;

beforeAll(async () => {
  world = await openTenant({ allowedTenants: [tenant] });
});
beforeEach(() => {
  world.teams.sent.splice(0);
});
afterAll(() => world.close());

const button = z.object({
  type: z.literal('Action.Submit'),
  title: z.string(),
  data: z.object({
    msteams: z.object({ type: z.literal('task/fetch') }),
    form: z.string(),
    about: z.string(),
  }),
});
const shown = z.object({
  task: z.object({
    type: z.literal('continue'),
    value: z.object({
      title: z.string().max(64),
      card: z.object({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.looseObject({ body: z.array(z.looseObject({ id: z.string().optional() })) }),
      }),
    }),
  }),
});
const line = z.object({ task: z.object({ type: z.literal('message'), value: z.string() }) });

/** The buttons below the newest card that open forms. */
const buttons = () => {
  const actions = world.teams.sent.at(-1)?.activity.attachments?.[0]?.content.actions ?? [];
  return actions.flatMap((action) => button.safeParse(action).data ?? []);
};
const invoke = async (name: string, data: unknown, by = 'petra', more: object = {}) =>
  (
    await world.send({
      ...world.envelope(by, world.personal(by)),
      type: 'invoke',
      name: `task/${name}`,
      value: { data, context: { theme: 'default' } },
      ...more,
    })
  ).json();

it('stand below a customer’s card, and note a contact once', async () => {
  await world.say('value customer 1042');
  const [log, whatIf] = buttons();
  expect([log?.data.form, whatIf?.data.form]).toEqual(['log', 'whatIf']);
  const form = shown.parse(await invoke('fetch', log?.data));
  expect(form.task.value.card.content.body.map(({ id }) => id)).toEqual([
    'contactKind',
    'note',
    'due',
  ]);
  const filled = {
    form: 'log',
    about: '1042',
    contactKind: 'called',
    note: 'wants a\nmortgage',
    due: '',
  };
  const sent = { id: 'the-same-activity' };
  const answer = shown.parse(await invoke('submit', filled, 'petra', sent));
  expect(JSON.stringify(answer)).toContain('wants a mortgage');
  line.parse(await invoke('submit', filled, 'petra', sent));
  expect(await world.bank.store.db.select().from(interactions)).toHaveLength(1);
});

it('suppose what is filled in, and nothing where nothing is', async () => {
  const about = { form: 'whatIf', about: '1042' };
  const answer = shown.parse(await invoke('submit', { ...about, retention: '90', margin: '' }));
  expect(JSON.stringify(answer)).toContain('90%');
  expect(line.parse(await invoke('submit', about)).task.value).toContain('Nothing was changed');
  expect(line.parse(await invoke('submit', { ...about, form: 'other' })).task.value).toContain(
    'no longer works',
  );
});

it('show and change for nobody what a line of chat would not', async () => {
  const filled = { form: 'log', about: '1042', contactKind: 'met', note: 'foreign' };
  const refused = JSON.stringify(shown.parse(await invoke('submit', filled, 'li')));
  expect(refused).not.toContain('Zhang Wei');
  expect(line.parse(await invoke('submit', filled, 'nobody')).task.value).toMatch(/./);
  const trick = { ...filled, about: '1042" called "x' };
  await invoke('submit', trick);
  const kept = await world.bank.store.db.select().from(interactions);
  expect(JSON.stringify(kept)).not.toContain('foreign');
});

it('change when a digest is sent', async () => {
  await world.say('value digest add at-risk every weekday at 8:30');
  await world.say('value digest');
  const [digest] = buttons();
  expect(digest?.data.form).toBe('digest');
  const form = shown.parse(await invoke('fetch', digest?.data));
  expect(form.task.value.card.content.body).toHaveLength(1);
  const schedule = 'every Monday at 9:15';
  const answer = await invoke('submit', { ...digest?.data, msteams: undefined, schedule });
  expect(JSON.stringify(shown.parse(answer))).toContain('09:15');
});

it('are in the reader’s language', async () => {
  await world.say('value customer 1075', 'li');
  expect(buttons()[0]?.title).toMatch(/\p{Script=Han}/u);
});
