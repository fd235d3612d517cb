import { describe, expect, it } from 'vitest';
import { commands } from '../../../../src/conversation/registry.ts';
import { followUp } from '../../../../src/conversation/understanding/follow-up/follow-up.ts';
import type { Remembered } from '../../../../src/conversation/understanding/follow-up/remembered.ts';
import { loadRecogniser } from '../../../../src/conversation/understanding/load-recogniser.ts';
import { type Reading, readLine } from '../../../../src/conversation/understanding/read-line.ts';
import { examplesOf } from '../../../../src/conversation/understanding/recogniser-model.ts';

const reading: Reading = {
  commands,
  recognise: loadRecogniser(commands),
  names: {
    branches: [
      { name: 'Prague', aliases: ['布拉格'] },
      { name: 'Brno', aliases: ['布尔诺'] },
    ],
    segments: [{ en: 'dormant savers', zh: '沉睡储户' }],
    managers: ['Jana Dvorakova'],
  },
  timezone: 'Europe/Prague',
};
const called = (externalId: string) => ({ externalId, name: null });
const card: Remembered = {
  intent: 'customer.value',
  entities: { customer: '7042' },
  customers: [called('7042')],
  page: null,
};
const list: Remembered = {
  intent: 'ranking.atRisk',
  entities: { branch: 'Prague' },
  customers: Array.from({ length: 10 }, (_, i) => called(String(7042 + i))),
  page: { from: 1, limit: 10, isMore: true },
};

const readAfter = (line: string, ...remembered: Remembered[]) => {
  const read = followUp(line, reading, remembered);
  if (read.kind === 'asked') return { asks: read.ask.asks, candidates: read.ask.candidates.length };
  const { intent, entities, asks } = read.understanding;
  if (asks.length > 0) return { intent, entities, between: asks };
  return { intent, entities, taken: read.taken?.customers.map(({ externalId }) => externalId) };
};

describe('a line after other answers', () => {
  // Some of the examples are enough to tell.
  const sentences = examplesOf(commands)
    .map(({ text }) => text)
    .filter((_, at) => at % 120 === 0);

  it('that stands for itself is read as if there were none', () => {
    const changed = [card, list].flatMap((before) =>
      sentences.filter((line) => {
        const { intent, entities } = readLine(line, reading);
        const { asks, ...read } = { asks: undefined, ...readAfter(line, before) };
        return !('intent' in read) || read.intent !== intent || asks !== undefined
          ? true
          : Object.keys({ ...read.entities, ...entities }).some(
              (name) => JSON.stringify(read.entities[name]) !== JSON.stringify(entities[name]),
            );
      }),
    );
    expect(changed.length / (2 * sentences.length), changed.join('\n')).toBeLessThan(0.05);
  }, 120_000);

  it('takes whom the answer before was about', () => {
    const explained = {
      intent: 'customer.explain',
      entities: { customer: '7042' },
      taken: ['7042'],
    };
    expect(readAfter('why?', card)).toEqual(explained);
    expect(readAfter('why is she at risk?', card)).toEqual(explained);
    expect(readAfter('他为什么会流失？', card)).toEqual(explained);
  });

  it('takes nobody where something may be an id that was not read as one', () => {
    for (const line of ['why is 3.14 at risk?', 'why is 75/9 leaving?', '为什么-73有流失风险？'])
      expect(readAfter(line, card)).not.toMatchObject({ entities: { customer: '7042' } });
  });

  it('asks where one of several may be meant', () => {
    expect(readAfter('why?', list)).toEqual({ asks: 'customer', candidates: 5 });
    expect(readAfter('what is she worth?', list, card)).toEqual({
      asks: 'customer',
      candidates: 5,
    });
    expect(readAfter('the 11th', list)).toEqual({ asks: 'place', candidates: 0 });
    expect(readAfter('the second one')).toEqual({ asks: 'list', candidates: 0 });
    expect(readAfter('next page', card)).toEqual({ asks: 'list', candidates: 0 });
  });

  it('never takes somebody whom the asker may not see', () => {
    const gone: Remembered = { ...card, customers: [null] };
    for (const line of ['why?', 'his balance', 'show the trend'])
      expect(readAfter(line, gone)).toEqual({ asks: 'gone', candidates: 0 });
    const listed: Remembered = { ...list, customers: list.customers.with(1, null) };
    expect(readAfter('the second one', listed)).toEqual({ asks: 'gone', candidates: 0 });
    expect(readAfter('the third one', listed)).toMatchObject({ entities: { customer: '7044' } });
  });

  it('keeps a note in the words that were typed, or asks', () => {
    for (const line of [
      'jsut visited him: his banka raises the intrest',
      'jsut met him: moves to Komercni banka, wants twenty four kards',
      '刚见咗佢：净值300万',
    ]) {
      const read = readAfter(line, card);
      const note = 'entities' in read ? (read.entities.note ?? '') : '';
      expect(line, line).toContain(note);
    }
  });

  it('is not guessed where a slip makes it unclear, also of a customer whose id looks like one that stands for somebody', () => {
    for (const id of ['K71234', 'C-70012', '70012']) {
      const before = { ...card, entities: { customer: id }, customers: [called(id)] };
      const unclear = readAfter('show his histroy', before);
      expect('between' in unclear || unclear.intent === 'unknown', id).toBe(true);
      expect(unclear, id).toMatchObject({ entities: { customer: id } });
      expect(readAfter('show his history', before), id).toMatchObject({
        intent: 'customer.history',
        entities: { customer: id },
        taken: [id],
      });
    }
  });

  it('removes a digest only where that is plainly said', () => {
    const between = ['digest.remove', 'digest.pause'];
    const digests = { intent: 'digest.list', customers: [], page: null } as const;
    const four = [1, 2, 3, 4].map((digest) => ({ digest, digestOf: 'atRisk', cron: '0 8 * * 1' }));
    const shown: Remembered = { ...digests, entities: { digests: four } };
    const added: Remembered = {
      ...digests,
      intent: 'digest.add',
      entities: { digest: 3, digestOf: 'atRisk', cron: '0 8 * * 1' },
    };
    for (const before of [shown, added])
      for (const line of ['stop number three', 'stop number 3', 'stop digest 3'])
        expect(readAfter(line, before), line).toMatchObject({ entities: { digest: 3 }, between });
    expect(readAfter('stop the third one', shown)).toMatchObject({ between });
    expect(readAfter('stop it', added)).toMatchObject({ entities: { digest: 3 }, between });
    for (const line of ['delete the third one', 'remove number three'])
      expect(readAfter(line, shown), line).toMatchObject({
        intent: 'digest.remove',
        entities: { digest: 3 },
      });
    expect(readAfter('delete it', added)).toMatchObject({ intent: 'digest.remove' });
  });

  it('leaves a slash form as it is', () => {
    expect(readAfter('/value why 2', list)).toEqual({
      intent: 'customer.explain',
      entities: { customer: '2' },
      taken: undefined,
    });
  });
});
