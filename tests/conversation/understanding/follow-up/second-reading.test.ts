import { describe, expect, it } from 'vitest';
import { commands } from '../../../../src/conversation/registry.ts';
import { followUp } from '../../../../src/conversation/understanding/follow-up/follow-up.ts';
import { loadFollowUps } from '../../../../src/conversation/understanding/follow-up/learnt/load-follow-ups.ts';
import type {
  GoesOn,
  LearntReading,
} from '../../../../src/conversation/understanding/follow-up/learnt/read-on.ts';
import type { Remembered } from '../../../../src/conversation/understanding/follow-up/remembered.ts';
import { loadRecogniser } from '../../../../src/conversation/understanding/load-recogniser.ts';
import type { Reading } from '../../../../src/conversation/understanding/read-line.ts';

const byRules: Reading = {
  commands,
  recognise: loadRecogniser(commands),
  names: {
    branches: [
      { name: 'Lisbon', aliases: ['里斯本'] },
      { name: 'Porto', aliases: ['波尔图'] },
    ],
    segments: [
      { en: 'Young families', zh: '年轻家庭' },
      { en: 'Busy traders', zh: '活跃商户' },
    ],
    managers: ['Rita Sousa', 'Tiago Lopes'],
  },
  timezone: 'Europe/Lisbon',
};
const reading = { ...byRules, goesOn: loadFollowUps(commands) };

const called = (externalId: string) => ({ externalId, name: null });
const list: Remembered = {
  intent: 'ranking.atRisk',
  entities: { branch: 'Lisbon', tier: 'high' },
  customers: Array.from({ length: 10 }, (_, i) => called(String(7042 + i))),
  page: { from: 1, limit: 10, isMore: true },
};
const compared: Remembered = {
  intent: 'customer.compare',
  entities: { customer: ['7042', '7055', '7060'] },
  customers: ['7042', '7055', '7060'].map(called),
  page: null,
};
const trend: Remembered = {
  intent: 'customer.trend',
  entities: { customer: '7042', metric: 'balance', horizonMonths: 12 },
  customers: [called('7042')],
  page: null,
};

type Read = Reading & { goesOn?: GoesOn };

const read = (line: string, { goesOn, ...reading }: Read, ...remembered: Remembered[]) => {
  const found = followUp(line, reading, remembered, goesOn);
  if (found.kind === 'asked')
    return { asks: found.ask.asks, candidates: found.ask.candidates.map(({ intent }) => intent) };
  const { intent, entities, asks } = found.understanding;
  return asks.length > 0 ? { between: asks } : { intent, entities };
};

describe('a line after others', () => {
  it.each([
    [
      'that is too many, four will do',
      list,
      'ranking.atRisk',
      { branch: 'Lisbon', tier: 'high', limit: 4 },
    ],
    ['Porto rather', list, 'ranking.atRisk', { branch: 'Porto', tier: 'high' }],
    [
      "only Tiago's people please",
      list,
      'ranking.atRisk',
      { branch: 'Lisbon', tier: 'high', manager: 'Tiago Lopes' },
    ],
    [
      '只看年轻家庭的',
      list,
      'ranking.atRisk',
      { branch: 'Lisbon', tier: 'high', segment: '年轻家庭' },
    ],
    ['leave 7055 out', compared, 'customer.compare', { customer: ['7042', '7060'] }],
    [
      'and the transactions?',
      trend,
      'customer.trend',
      { customer: '7042', metric: 'transactions', horizonMonths: 12 },
    ],
    ['第三位呢，为什么会走', list, 'customer.explain', { customer: '7044' }],
  ])('“%s” is understood', (line, before, intent, entities) => {
    expect(read(line, reading, before)).toEqual({ intent, entities });
  });

  const taught = (...readings: LearntReading[]): Read => ({
    ...byRules,
    goesOn: () => readings,
  });
  const porto = (confidence: number): LearntReading => ({
    intent: 'ranking.top',
    entities: { branch: 'Porto' },
    customers: [],
    confidence,
  });

  it('is asked back where the two readings differ and neither is believed', () => {
    const line = 'what is his balance over the last year';
    const before = { ...trend, intent: 'customer.value', entities: { customer: '7042' } };
    expect(read(line, byRules, before)).toMatchObject({ intent: 'customer.trend' });
    expect(read(line, taught(porto(0.5)), before)).toEqual({
      asks: 'meaning',
      candidates: ['ranking.top', 'customer.trend'],
    });
    expect(read(line, taught(porto(0.96)), before)).toEqual({
      intent: 'ranking.top',
      entities: { branch: 'Porto' },
    });
    expect(read('only Porto', taught(porto(0.85)), list)).toMatchObject({
      intent: 'ranking.atRisk',
    });
  });

  it('is asked back where it was taken for what was answered right before, with nothing new', () => {
    const again = { intent: 'ranking.atRisk', entities: list.entities, customers: [] };
    for (const line of ['prg', 'the sleepy ones', '那种呢'])
      expect(read(line, taught({ ...again, confidence: 0.97 }), list)).toEqual({
        between: ['ranking.atRisk'],
      });
    const other = { ...again, entities: { ...list.entities, limit: 4 }, confidence: 0.97 };
    expect(read('prg', taught(other), list)).toMatchObject({ entities: { limit: 4 } });
  });

  it('is never taken for what its command does not take', () => {
    const wrong = { ...porto(0.99), entities: { branch: 'Porto', sortBy: 'name' } };
    expect(read('only Porto', taught(wrong), list)).toEqual({
      intent: 'ranking.atRisk',
      entities: { branch: 'Porto', tier: 'high' },
    });
  });

  const change = (intent: string, entities: LearntReading['entities'] = {}): LearntReading => ({
    intent,
    entities,
    customers: intent.startsWith('digest.') ? [] : ['7042'],
    confidence: 0.99,
  });

  it('that changes something is shown before it is done', () => {
    const found = followUp('hm', byRules, [trend], () => [change('customer.claim')]);
    expect(found).toMatchObject({
      kind: 'understood',
      understanding: { intent: 'customer.claim', entities: { customer: '7042' } },
      // Whatever took something from before is not done at once.
      taken: { customers: [{ externalId: '7042' }] },
    });
    const digest: Remembered = {
      intent: 'digest.add',
      entities: { digest: 3 },
      customers: [],
      page: null,
    };
    expect(read('hm', taught(change('digest.pause')), digest)).toEqual({
      between: ['digest.pause'],
    });
  });

  it('is of the digest that it names, whichever was spoken of last', () => {
    const spoken = { intent: 'digest.test', entities: { digest: 2 }, customers: [], page: null };
    expect(read('test digest 1', taught(change('digest.test')), spoken)).toEqual({
      intent: 'digest.test',
      entities: { digest: 1 },
    });
  });

  it('is asked back where both readings say the same and neither is likely, with that first', () => {
    const line = 'what is his balance over the last year';
    const before = { ...trend, intent: 'customer.value', entities: { customer: '7042' } };
    const same: LearntReading = {
      intent: 'customer.trend',
      entities: { metric: 'balance', horizonMonths: 12 },
      customers: ['7042'],
      confidence: 0.3,
    };
    expect(read(line, taught(same, porto(0.2)), before)).toEqual({
      asks: 'meaning',
      candidates: ['customer.trend', 'ranking.top'],
    });
  });

  it('with an id alone may go on from before', () => {
    const trendOf = (customer: string): LearntReading => ({
      intent: 'customer.trend',
      entities: { metric: 'balance', horizonMonths: 12 },
      customers: [customer],
      confidence: 0.9,
    });
    expect(read("7055's", taught(trendOf('7055')), trend)).toMatchObject({
      intent: 'customer.trend',
    });
    expect(read('customer 7055', taught(trendOf('7055')), trend)).toMatchObject({
      intent: 'customer.value',
    });
  });

  it('that changes something has what the rules alone did not find said', () => {
    const logged = { ...trend, intent: 'customer.brief', entities: { customer: '7042' } };
    const [line, met] = ['见完了，记一笔面谈', change('customer.log', { contactKind: 'met' })];
    expect(read(line, byRules, logged)).toMatchObject({ intent: 'customer.log' });
    expect(read(line, taught(met), logged)).toMatchObject({
      intent: 'customer.log',
      entities: { customer: '7042', contactKind: 'met' },
    });
  });

  it('is read by rules alone where nothing stood before it, or it is a slash form', () => {
    expect(read('top 5', taught(porto(0.99)))).toEqual({
      intent: 'ranking.top',
      entities: { limit: 5 },
    });
    expect(read('/value at-risk 3', taught(porto(0.99)), list)).toEqual({
      intent: 'ranking.atRisk',
      entities: { limit: 3 },
    });
  });

  it('speaks of nobody who may not be seen any more', () => {
    const gone = { ...trend, customers: [null] };
    const found = followUp('and his history?', byRules, [gone], reading.goesOn);
    expect(JSON.stringify(found)).not.toContain('7042');
  });
});
