import { setTimeout as pause } from 'node:timers/promises';
import type { TopLevelSpec } from 'vega-lite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { drawPng } from '../../src/charts/draw-png.ts';
import type { DrawPng } from '../../src/charts/png.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import {
  customerNames,
  type FortyCustomers,
  openFortyCustomers,
} from '../banks/forty-customers.ts';
import { isTold, overlongReplies, untold } from './overlong-replies.ts';
import { sampleReplies } from './sample-replies.ts';

/** The properties that every channel must have, whatever its platform. */
export type Property =
  | 'acknowledges before it answers'
  | 'answers once'
  | 'falls back to text when its form is refused'
  | 'shows an outsider nothing of customers'
  | 'drops nothing silently from what is too long'
  | 'answers without a chart that cannot be drawn'
  | 'shows names as they were typed';

/** A message as a person reads it on the platform, with markup interpreted as the platform does, and its pictures counted. */
export type Reading = { text: string; pictures: number };

/** Ana, the small bank's analyst, who sees every customer; or somebody the bank does not know. */
export type Asker = 'analyst' | 'outsider';

/** What a channel is opened with: the small bank, a conversation that can be held up, and drawing that can fail. */
export type Stage = { bank: FortyCustomers; conversation: Conversation; drawPng: DrawPng };

/** A channel in use, on its platform or on a stand-in that speaks the platform's protocol. */
export type OpenedChannel = {
  /** Delivers a question as the platform does; resolves once the platform has its acknowledgement. */
  ask(text: string, who: Asker): Promise<void>;
  /** Delivers the same question as often as the platform may, at the same time and later. */
  askRepeatedly(text: string): Promise<void>;
  /** The messages a person can read, oldest first. */
  readings(who: Asker): Promise<readonly Reading[]>;
  /** Sends the analyst a reply that nobody asked for. */
  deliver(reply: Reply): Promise<void>;
  /** From now on the platform accepts nothing but text. */
  refuseForms?(): void;
  /** Waits until no work is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/** Drives one channel through the contract. */
export type ChannelDriver = {
  name: string;
  open(stage: Stage): Promise<OpenedChannel>;
  /** how long the platform waits for an acknowledgement, in seconds */
  acknowledgementSeconds?: number;
  /** properties that do not apply to the channel, each with the reason */
  exempt: Partial<Record<Property, string>>;
};

/** Names in which a platform could read markup, or that a renderer could mangle. */
export const demandingNames = {
  'Slack mentions': 'Ann <!channel> <@U024BE7LH> @here',
  formatting: '*Ann* _Bo_ ~Cy~ __Di__ **Ed**',
  backticks: 'Ann `code` ```Bo```',
  'ampersands and entities': 'Ann & Bo &amp; &lt;b&gt; R&D',
  'links and tags': '[Ann](http://z.example) <http://z.example|Bo> <b>Cy</b>',
  Arabic: 'محمد العلي',
  Hebrew: 'שרה לוי 2',
  emoji: 'Zoë 👩‍👩‍👧‍👦 😀 👍🏽',
  'list marks': '1. Ann - Bo # Cy > Di',
  Chinese: '欧阳（小明）',
} as const;

/** A name with marks that reverse the text after it, and the same name without them. */
const reversingName = { typed: 'Ann \u202eoB\u2067', shown: 'Ann oB' };

const names = [...Object.values(demandingNames), reversingName.typed];
const customerOf = (name: string) => String(1042 + customerNames.length + names.indexOf(name));

/** A conversation whose answers can be held up. */
function gated(conversation: Conversation): { conversation: Conversation; hold(): () => void } {
  let gate = Promise.resolve();
  return {
    conversation: {
      ...conversation,
      async answer(question) {
        await gate;
        return conversation.answer(question);
      },
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

/** Declares the tests of the contract for a channel, and prints which properties do not apply to it. */
export function holdToContract(driver: ChannelDriver): void {
  describe(`${driver.name} keeps the contract of channels`, () => {
    const charts = { broken: false };
    let opened: OpenedChannel;
    let bank: FortyCustomers;
    let hold: () => () => void;
    let letGo = () => {};

    for (const [property, reason] of Object.entries(driver.exempt)) {
      console.info(`${driver.name}: "${property}" does not apply: ${reason}`);
    }
    const property = (name: Property, tests: () => void) => {
      if (driver.exempt[name] === undefined) describe(name, tests);
    };

    beforeAll(async () => {
      bank = await openFortyCustomers([...customerNames, ...names]);
      const gate = gated(bank.conversation);
      hold = gate.hold;
      opened = await driver.open({
        bank,
        conversation: gate.conversation,
        drawPng: (spec: TopLevelSpec, theme) =>
          charts.broken ? Promise.reject(new Error('Not drawn.')) : drawPng(spec, theme),
      });
    });
    afterAll(async () => {
      await opened?.close();
      await bank?.store.close();
    });

    afterEach(() => {
      charts.broken = false;
      letGo();
    });

    /** The messages that a person can read after an act and could not before; waits for the first. */
    async function newReadings(act: () => Promise<void>, who: Asker): Promise<readonly Reading[]> {
      const before = (await opened.readings(who)).length;
      await act();
      for (let tries = 0; tries < 400; tries++) {
        if ((await opened.readings(who)).length > before) break;
        await pause(30);
      }
      await opened.settled();
      return (await opened.readings(who)).slice(before);
    }

    /** The only answer to a question. */
    async function answerTo(text: string, who: Asker = 'analyst'): Promise<Reading> {
      const readings = await newReadings(() => opened.ask(text, who), who);
      expect(readings, `answers to “${text}”`).toHaveLength(1);
      return readings[0] ?? expect.fail('There is no answer.');
    }

    property('acknowledges before it answers', () => {
      test('even when the answer takes long', async () => {
        const before = (await opened.readings('analyst')).length;
        letGo = hold();
        const asked = Date.now();
        const readings = await newReadings(async () => {
          await opened.ask('value customer 1042', 'analyst');
          expect(Date.now() - asked).toBeLessThan((driver.acknowledgementSeconds ?? 0) * 1000);
          expect(await opened.readings('analyst')).toHaveLength(before);
          letGo();
        }, 'analyst');
        expect(readings.map(({ text }) => text)).toEqual([expect.stringContaining('Zhang Wei')]);
      });
    });

    property('answers once', () => {
      test('a question that is delivered again', async () => {
        const readings = await newReadings(
          () => opened.askRepeatedly('value customer 1042'),
          'analyst',
        );
        expect(readings.map(({ text }) => text)).toEqual([expect.stringContaining('Zhang Wei')]);
      });
    });

    property('shows an outsider nothing of customers', () => {
      test.each([
        'value customer 1042',
        'why is Zhang Wei at risk?',
        '我的客户里谁最可能流失？',
        'value top 10',
        'value book',
        'value digest add "at-risk customers every weekday at 8:30"',
      ])('%s', async (question) => {
        const { text, pictures } = await answerTo(question, 'outsider');
        expect(text.trim()).not.toBe('');
        for (const name of [...customerNames, ...names]) expect(text).not.toContain(name);
        expect(text).not.toMatch(/€|\d%|Prague/);
        expect(pictures).toBe(0);
      });
    });

    property('drops nothing silently from what is too long', () => {
      test.each(Object.entries(overlongReplies))('%s', async (_, reply) => {
        const [reading, ...others] = await newReadings(() => opened.deliver(reply), 'analyst');
        expect(others).toEqual([]);
        if (reading === undefined) expect.fail('The reply was not shown.');
        expect(untold(reply, reading)).toEqual([]);
        expect(reading.text.isWellFormed()).toBe(true);
      });
    });

    property('answers without a chart that cannot be drawn', () => {
      test('and describes it in words', async () => {
        charts.broken = true;
        const { text, pictures } = await answerTo('value customer 1042');
        expect(pictures).toBe(0);
        expect(text).toContain('Zhang Wei is worth about €1,235');
        expect(text).toMatch(/contribution of Zhang Wei by month/i);
      });
      test('and shows a chart that can be drawn as a picture', async () => {
        expect((await answerTo('value customer 1042')).pictures).toBe(1);
      });
    });

    property('shows names as they were typed', () => {
      test.each(Object.entries(demandingNames))('%s', async (_, name) => {
        expect((await answerTo(`value customer ${customerOf(name)}`)).text).toContain(name);
      });
      test('all of them in a list', async () => {
        const { text } = await answerTo('value at-risk 50');
        for (const name of Object.values(demandingNames))
          expect(isTold(name, text), name).toBe(true);
      });
      test('a name that would reverse the text after it, without the marks that do so', async () => {
        const { text } = await answerTo(`value customer ${customerOf(reversingName.typed)}`);
        expect(text).toContain(`${reversingName.shown} is worth about €`);
      });
    });

    property('falls back to text when its form is refused', () => {
      test('an answer', async () => {
        opened.refuseForms?.();
        const { text, pictures } = await answerTo('value customer 1042');
        expect(pictures).toBe(0);
        for (const told of ['Zhang Wei is worth about €1,235', 'Prague', 'Churn within 3 months'])
          expect(text).toContain(told);
      });
      test('a message that nobody asked for', async () => {
        const reply = sampleReplies.customer;
        const [reading] = await newReadings(() => opened.deliver(reply), 'analyst');
        expect(reading?.text).toContain(reply.summary);
      });
      test.each(Object.entries(demandingNames))('the name with %s', async (_, name) => {
        expect((await answerTo(`value customer ${customerOf(name)}`)).text).toContain(name);
      });
      test.each(Object.entries(overlongReplies))('%s', async (_, reply) => {
        const [reading] = await newReadings(() => opened.deliver(reply), 'analyst');
        if (reading === undefined) expect.fail('The reply was not shown.');
        expect(untold(reply, reading, { buttons: false })).toEqual([]);
      });
    });
  });
}
