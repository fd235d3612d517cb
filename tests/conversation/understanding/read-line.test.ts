import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/conversation/registry.ts';
import { loadRecogniser } from '../../../src/conversation/understanding/load-recogniser.ts';
import { readLine } from '../../../src/conversation/understanding/read-line.ts';

const recognise = loadRecogniser(commands);
const names = {
  branches: [{ name: 'Hradec Kralove', aliases: [] }],
  segments: [{ en: 'quiet balance', zh: '沉睡储户' }],
  managers: [],
};
const read = (text: string, locale?: 'en' | 'zh') =>
  readLine(text, { commands, recognise, names, timezone: 'Asia/Shanghai', locale });

describe('a slash form', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['customer 1042', 'customer.value', { customer: '1042' }],
    ['客户 1042', 'customer.value', { customer: '1042' }],
    ['客户1042', 'customer.value', { customer: '1042' }],
    ['customer Zhang Wei', 'customer.value', { customer: 'Zhang Wei' }],
    ['customer "Will Young"', 'customer.value', { customer: 'Will Young' }],
    ['why 1042', 'customer.explain', { customer: '1042' }],
    ['trend 1042', 'customer.trend', { customer: '1042' }],
    ['trend 1042 balance', 'customer.trend', { customer: '1042', metric: 'balance' }],
    ['top', 'ranking.top', {}],
    ['TOP 5 by cvs', 'ranking.top', { limit: 5, sortBy: 'cvs' }],
    [
      'top 5 by clv branch=Hradec Kralove tier=high',
      'ranking.top',
      { limit: 5, sortBy: 'clv', branch: 'Hradec Kralove', tier: 'high' },
    ],
    ['at-risk', 'ranking.atRisk', {}],
    [
      'at-risk 3 segment="dormant savers"',
      'ranking.atRisk',
      { limit: 3, segment: 'dormant savers' },
    ],
    ['segments branch=Prague', 'segment.breakdown', { branch: 'Prague' }],
    ['segment dormant savers', 'segment.detail', { segment: 'dormant savers' }],
    ['segment quiet balance', 'segment.detail', { segment: 'quiet balance' }],
    ['segment 2 branch=Brno', 'segment.detail', { segment: '2', branch: 'Brno' }],
    ['客群详情 沉睡储户', 'segment.detail', { segment: '沉睡储户' }],
    ['book', 'book.summary', {}],
    ['book tier=高', 'book.summary', { tier: 'high' }],
    [
      'digest add "at-risk customers every weekday at 8:30"',
      'digest.add',
      { schedule: { cron: '30 8 * * 1-5', timezone: 'Asia/Shanghai' } },
    ],
    [
      'digest add daily at 7am Europe/Prague',
      'digest.add',
      { schedule: { cron: '0 7 * * *', timezone: 'Europe/Prague' } },
    ],
    ['digest', 'digest.list', {}],
    ['digest list', 'digest.list', {}],
    ['digest pause 3', 'digest.pause', { digest: 3 }],
    ['digest resume #3', 'digest.resume', { digest: 3 }],
    ['digest remove 3', 'digest.remove', { digest: 3 }],
    ['digest test', 'digest.test', {}],
    ['model churn', 'model.card', { model: 'churn' }],
    ['help', 'help', {}],
    ['help why', 'help', { topic: 'why' }],
    ['', 'help', {}],
  ])('%s', (form, intent, entities) => {
    for (const line of [`/value ${form}`, `value ${form}`, form, `/VALUE  ${form}`]) {
      expect(read(line), line).toMatchObject({ intent, entities });
      expect(read(line).error, line).toBeUndefined();
    }
  });

  it.each<[string, string]>([
    ['customer', '/value customer ID-OR-NAME'],
    ['why', '/value why ID-OR-NAME'],
    ['top many', '/value top [N]'],
    ['top 0', '/value top [N]'],
    ['top 5 colour=red', '/value top [N]'],
    ['at-risk tier=gold', '/value at-risk [N]'],
    ['at-risk customers in Prague', '/value at-risk [N]'],
    ['book branch=', '/value book'],
    ['segments Prague', '/value segments'],
    ['digest add weather', '/value digest add'],
    ['digest pause mine', '/value digest pause'],
    ['digest frobnicate', '/value digest list'],
    [
      'model weather',
      '/value model [churn|groups|clv|segments [CUT]|recommend|tree|uplift|events]',
    ],
    ['frobnicate 1042', '/value help'],
    ['1042 frobnicate', '/value help'],
  ])('used wrongly, as /value %s, says how it goes', (form, usage) => {
    for (const locale of ['en', 'zh'] as const) {
      const { error } = read(`/value ${form}`, locale);
      expect(error?.usage.startsWith(usage), error?.usage).toBe(true);
      expect(error?.message).toMatch(locale === 'zh' ? /\p{Script=Han}/u : /[a-z]{3}/);
    }
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['topp 5', 'ranking.top', { limit: 5 }],
    ['at-rsk', 'ranking.atRisk', {}],
    ['custmer 1042', 'customer.value', { customer: '1042' }],
    ['customer １０４２，', 'customer.value', { customer: '1042' }],
    ['customer 1042 please', 'customer.value', { customer: '1042' }],
    ['客戶 １０４２ 謝謝！', 'customer.value', { customer: '1042' }],
    ['customer “Zhang Wei', 'customer.value', { customer: 'Zhang Wei' }],
    ['trend balance 1042', 'customer.trend', { customer: '1042', metric: 'balance' }],
    ['trend 1042 blance', 'customer.trend', { customer: '1042', metric: 'balance' }],
    ['走勢 1042 餘額', 'customer.trend', { customer: '1042', metric: 'balance' }],
    ['top by clv 5', 'ranking.top', { limit: 5, sortBy: 'clv' }],
    ['top ten', 'ranking.top', { limit: 10 }],
    ['排名 前五', 'ranking.top', { limit: 5 }],
    ['流失名单 五', 'ranking.atRisk', { limit: 5 }],
    [
      'top ５　branch＝Prague，tier：high 🙏🏽',
      'ranking.top',
      { limit: 5, branch: 'Prague', tier: 'high' },
    ],
  ])('written carelessly, as /value %s, is read all the same', (form, intent, entities) => {
    const understood = read(`/value ${form}  `);
    expect(understood).toMatchObject({ intent, entities });
    expect(understood.error).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ['customer 1042 1055', 'customer.value', '1042 or 1055'],
    ['why 1042 balance', 'customer.explain', '“balance”'],
    ['trend 1042 colour', 'customer.trend', 'contribution, balance and transactions'],
    ['top 5 brnch=Prague', 'ranking.top', '“branch=”'],
    ['top 5 branch', 'ranking.top', 'branch=Prague'],
    ['digest add at-risk customers every weekday at 25:00', 'digest.add', '“25:00”'],
    ['diget remove 2', 'digest.remove', '“digest”'],
    ['🙂', 'unknown', '“🙂”'],
  ])('used wrongly, as /value %s, is told what was wrong', (form, intent, hint) => {
    const understood = read(`/value ${form}`, 'en');
    expect(understood.error?.message).toContain(hint);
    expect(understood.error?.message).not.toContain('\n');
    expect(understood.intent).toBe(intent);
    expect(read(`/value ${form}`, 'zh').error?.message).toMatch(/\p{Script=Han}/u);
  });

  it('is not seen in a sentence that begins alike', () => {
    expect(read('why is 1042 at risk?')).toMatchObject({
      intent: 'customer.explain',
      entities: { customer: '1042' },
    });
    expect(read('客户1042值多少钱')).toMatchObject({
      intent: 'customer.value',
      entities: { customer: '1042' },
    });
    expect(read('top customers in Prague')).toMatchObject({ intent: 'ranking.top' });
    expect(read('value of customer 1042')).toMatchObject({
      intent: 'customer.value',
      entities: { customer: '1042' },
    });
    expect(read('book a flight')).toMatchObject({ intent: 'unknown' });
    expect(read('book a table for ten').intent).toBe('unknown');
  });

  it('takes a sentence after /value, as people type it in Slack', () => {
    expect(read('/value what is customer 1042 worth?')).toMatchObject({
      intent: 'customer.value',
      entities: { customer: '1042' },
    });
    expect(read('/value 谁最可能流失？')).toMatchObject({ intent: 'ranking.atRisk' });
  });
});

describe('any line at all', () => {
  it('is read without failing', () => {
    for (const line of [
      '?',
      '🙂',
      '"',
      '/',
      '/value /value',
      'a'.repeat(100_000),
      '9'.repeat(400),
      '客'.repeat(2000),
      'top '.repeat(300),
      '((((',
      '\\',
      '%s %d',
      '\u0000',
      'value',
      'branch=',
      '=',
      'digest add "',
      '<script>alert(1)</script>',
    ])
      expect(read(line).intent, line.slice(0, 20)).toMatch(/\w/);
  });
});
