import { setTimeout as pause } from 'node:timers/promises';
import { type Asker, type ChannelDriver, holdToContract, type Reading } from '../contract.ts';
import { deliverTo } from '../deliver-to.ts';
import type { Sent } from './connector-stand-in.ts';
import { readActivity } from './read-activity.ts';
import { openTenant } from './teams-tenant.ts';

const people: Record<Asker, string> = { analyst: 'ana', outsider: 'nobody' };

const teams: ChannelDriver = {
  name: 'teams',
  acknowledgementSeconds: 15,
  exempt: {},
  async open(stage) {
    const t = await openTenant({}, stage);
    const accepted = ({ status }: Response) => {
      if (status !== 200) throw new Error(`Teams was answered ${status}.`);
    };
    /** Pictures are fetched once: what a person has seen stays as they saw it. */
    const read = new Map<Sent, Promise<Reading>>();
    const readingOf = (sent: Sent) => {
      const reading = read.get(sent) ?? readActivity(sent);
      read.set(sent, reading);
      return reading;
    };
    // A conversation can be delivered to once the bot was spoken to in it.
    accepted(await t.say('value help', people.analyst));
    return {
      async ask(text, who) {
        accepted(await t.say(text, people[who]));
      },
      async askRepeatedly(text) {
        const again = () => t.say(text, people.analyst, { id: 'the same' });
        for (const response of await Promise.all([again(), again(), again()])) accepted(response);
        accepted(await again());
      },
      readings: (who) =>
        Promise.all(
          t.teams.sent
            .filter(({ conversation }) => conversation === t.personal(people[who]).id)
            .map(readingOf),
        ),
      deliver: (reply) => deliverTo(t.channel.outlet, t.personal(people.analyst).id, reply),
      refuseForms() {
        t.teams.settings.refusesCards = true;
      },
      settled: () => pause(60),
      close: () => t.close(),
    };
  },
};

holdToContract(teams);
