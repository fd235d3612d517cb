import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessLog, digests, managers } from '../../../src/store/schema.ts';
import { emptyAccessLog } from '../../empty-access-log.ts';
import { type ModalView, modalView } from './slack-stand-in.ts';
import { openWorkspace, until } from './slack-workspace.ts';

const chosen = (value: string) => ({
  type: 'static_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});
const typed = (value: string | null) => ({ type: 'plain_text_input', value });
const onDay = (selected_date: string | null) => ({ type: 'datepicker', selected_date });

describe('forms in Slack', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterAll(() => w.close());
  beforeEach(async () => {
    await w.settled();
    await emptyAccessLog(w.bank.store);
    w.slack.messages.length = 0;
    w.slack.views.length = 0;
  });

  /** Opens the form of a button as an answer has it. */
  async function opened(text: string, form: string, user = 'UPETRA'): Promise<ModalView> {
    await w.command(text, user);
    const { blocks } = await w.answer(w.slack.messages.length);
    const ids = [...JSON.stringify(blocks).matchAll(/"action_id":"(form:[^"]*)"/g)];
    const id = ids.map(([, each = '']) => each).find((each) => each.startsWith(`form:${form}:`));
    if (id === undefined) throw new Error(`No button opens ${form}.`);
    await w.pressButton({ id, value: id.split(':').at(-1) ?? '' }, user);
    await until(() => w.slack.views.length > 0, 'the form opened');
    return modalView.parse(w.slack.views[0]);
  }
  const updatedTo = (shown: Awaited<ReturnType<typeof w.submit>>) =>
    shown?.response_action === 'update' ? JSON.stringify(shown.view) : expect.fail('not updated');

  test('what-if: selects, answered in place, and asked again', async () => {
    const view = await opened('customer 1042', 'whatif');
    expect(view.blocks.map(({ type }) => type)).toEqual(['input', 'input', 'input', 'input']);
    expect(JSON.stringify(view)).not.toMatch(/Zhang|€/);
    expect(await w.submit(view, {})).toEqual({
      response_action: 'errors',
      errors: { retention: 'Please choose at least one.' },
    });
    const said = updatedTo(
      await w.submit(view, { retention: chosen('0.9'), margin: chosen('+5%') }),
    );
    expect(said).toContain('Zhang Wei');
    expect(said).toContain('"block_id":"retention"');
    expect(said).not.toContain('slack_file');
    const log = await w.bank.store.db.select().from(accessLog);
    expect(log.filter(({ intent }) => intent === 'customer.whatif')).toHaveLength(1);
    expect(w.slack.messages).toHaveLength(1);
  });

  test('a contact: errors beside their fields, then kept', async () => {
    const view = await opened('customer 1042', 'contact');
    expect(
      await w.submit(view, {
        kind: chosen('called'),
        on: onDay('2026-07-30'),
        due: onDay('2026-06-01'),
      }),
    ).toMatchObject({ response_action: 'errors', errors: { on: /./, due: /./ } });
    const said = updatedTo(
      await w.submit(view, {
        kind: chosen('met'),
        on: onDay('2026-07-01'),
        note: typed('Said “yes”\nto a mortgage'),
        due: onDay('2026-07-20'),
      }),
    );
    expect(said).toContain('Zhang Wei');
    expect(said).not.toContain('"type":"input"');
    await w.command('history 1042');
    expect(JSON.stringify(await w.answer(1))).toContain("Said 'yes' to a mortgage");
  });

  test('settings of a digest: what cannot be read is said beside the field', async () => {
    await w.command('digest add "at-risk customers every weekday at 8:30"');
    await w.answer();
    const view = await opened('digest list', 'digest');
    const wrong = await w.submit(view, { schedule: typed('whenever the moon is full') });
    expect(wrong).toMatchObject({ response_action: 'errors', errors: { schedule: /./ } });
    const said = updatedTo(
      await w.submit(view, {
        schedule: typed('every Tuesday at 9:00'),
        limit: chosen('5'),
        nothing: chosen('line-when-nothing'),
        language: chosen('zh'),
      }),
    );
    expect(said).toContain('9:00');
    expect(await w.bank.store.db.select().from(digests)).toMatchObject([
      { cron: '0 9 * * 2', locale: 'zh', whenNothing: 'line', settings: { atMost: 5 } },
    ]);
  });

  test('filters of a list take its place, for whoever asked alone', async () => {
    const view = await opened('top 5', 'filter');
    expect(JSON.stringify(view)).toContain('Prague');
    const before = w.slack.messages.length;
    const closed = await w.submit(view, { branch: chosen('Prague'), limit: chosen('10') });
    expect(closed).toBeUndefined();
    const list = await w.answer(before);
    expect(list).toMatchObject({ by: 'response', onlyFor: 'UPETRA', replaces: true });
    expect(JSON.stringify(list)).toContain('Prague');
  });

  test('speak the language of whoever opens them', async () => {
    const view = await opened('customer 1072', 'whatif', 'ULI');
    expect(view.title.text).toBe('假设分析');
  });

  test('are answered within what whoever sends them may see', async () => {
    const view = await opened('customer 1042', 'whatif');
    const refused = await w.submit(view, { retention: chosen('0.9') }, 'ULI');
    expect(refused?.response_action).toBe('errors');
    expect(JSON.stringify(refused)).not.toMatch(/Zhang|€/);
  });

  test('open for nobody whom the bank does not know', async () => {
    await w.pressButton({ id: 'form:whatif:1042', value: '1042' }, 'UNOBODY');
    expect(await w.answer()).toMatchObject({ by: 'response', onlyFor: 'UNOBODY' });
    expect(w.slack.views).toEqual([]);
    expect(await w.bank.store.db.select().from(accessLog)).toMatchObject([
      {
        managerId: null,
        identity: 'T1:UNOBODY',
        channel: 'slack',
        address: 'C1',
        intent: 'customer.whatif',
        outcome: 'refused',
        reason: 'unlinked',
        customerIds: [],
      },
    ]);
  });

  test('open for nobody whose role does not have what they ask', async () => {
    const { db } = w.bank.store;
    await db.update(managers).set({ role: 'operator' }).where(eq(managers.externalId, 'm3'));
    await w.pressButton({ id: 'form:contact:1042', value: '1042' }, 'UANA');
    expect(await w.answer()).toMatchObject({ by: 'response', onlyFor: 'UANA' });
    await db.update(managers).set({ role: 'analyst' }).where(eq(managers.externalId, 'm3'));
    expect(w.slack.views).toEqual([]);
    const [entry] = await db.select().from(accessLog);
    expect(entry).toMatchObject({ managerId: 3, outcome: 'refused', reason: 'role' });
    expect(entry?.customerIds).toHaveLength(1);
  });
});

describe('pages of a list in Slack', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterAll(() => w.close());

  const turns = (blocks: readonly unknown[]) =>
    [
      ...JSON.stringify(blocks).matchAll(
        /"action_id":"(turn:\d+)","text":\{"type":"plain_text","text":"([^"]*)"\},"value":"([^"]*)"/g,
      ),
    ].map(([, id = '', label = '', value = '']) => ({ id, label, value }));

  test('take the place of one another, for the asker alone', async () => {
    await w.command('top 10');
    const [next] = turns((await w.answer()).blocks);
    expect(next?.label).toBe('Next 10');
    await w.pressButton({ id: next?.id ?? '', value: next?.value ?? '' });
    const second = await w.answer(1);
    expect(second).toMatchObject({ onlyFor: 'UPETRA', replaces: true });
    expect(turns(second.blocks).map(({ label }) => label)).toEqual(['Previous 10', 'Next 10']);
  });

  test('leave a message that others read as it is', async () => {
    const page = { id: 'turn:0', value: 'top 10 from=11' };
    await w.pressButton(page, 'UPETRA', 'C1', false);
    const answer = await w.answer(2);
    expect(answer.onlyFor).toBe('UPETRA');
    expect(answer.replaces).toBeUndefined();
  });
});
