import { randomUUID } from 'node:crypto';
import { testMoment } from '../../banks/forty-customers.ts';
import { type Asker, type ChannelDriver, holdToContract, type OpenedChannel } from '../contract.ts';
import { deliverTo } from '../deliver-to.ts';
import { readMessage } from './read-message.ts';
import { signedHeaders } from './slack-stand-in.ts';
import { openWorkspace, until } from './slack-workspace.ts';

type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

const users: Record<Asker, string> = { analyst: 'UANA', outsider: 'UNOBODY' };

/** What is the same however Slack delivers questions. */
const inSlack = (w: Workspace): Omit<OpenedChannel, 'ask' | 'askRepeatedly'> => ({
  readings: async (who) =>
    w.slack.messages
      .filter(({ onlyFor }) => onlyFor === undefined || onlyFor === users[who])
      .map(readMessage),
  deliver: (reply) => deliverTo(w.channel.outlet, 'C1', reply),
  refuseForms() {
    w.slack.settings.refusesBlocks = true;
  },
  settled: () => w.settled(),
  close: () => w.close(),
});

const overHttp: ChannelDriver = {
  name: 'slack over HTTP',
  acknowledgementSeconds: 3,
  exempt: {},
  async open(stage) {
    const w = await openWorkspace('http', stage);
    const accepted = ({ status }: Response) => {
      if (status !== 200) throw new Error(`Slack was answered ${status}.`);
    };
    return {
      ...inSlack(w),
      async ask(text, who) {
        accepted(await w.command(text.replace(/^value /, ''), users[who]));
      },
      async askRepeatedly(text) {
        const body = w.commandBody(text.replace(/^value /, ''), users.analyst);
        const send = (at: Date) =>
          w.send(body, 'application/x-www-form-urlencoded', signedHeaders(body, at));
        for (const response of await Promise.all([1, 2, 3].map(() => send(testMoment))))
          accepted(response);
        await w.settled();
        accepted(await send(testMoment));
      },
    };
  },
};

const overSocketMode: ChannelDriver = {
  name: 'slack in Socket Mode',
  acknowledgementSeconds: 3,
  exempt: {},
  async open(stage) {
    const w = await openWorkspace('socket', stage);
    await until(() => w.slack.connected(), 'Socket Mode connected');
    const hand = async (type: string, payload: object) => {
      const envelope_id = randomUUID();
      w.slack.push({ type, envelope_id, payload, accepts_response_payload: false });
      await until(
        () => w.slack.acknowledged.some((each) => each.envelope_id === envelope_id),
        'the envelope was acknowledged',
      );
    };
    return {
      ...inSlack(w),
      ask(text, who) {
        const body = w.commandBody(text.replace(/^value /, ''), users[who]);
        return hand('slash_commands', Object.fromEntries(new URLSearchParams(body)));
      },
      async askRepeatedly(text) {
        const event = {
          type: 'message',
          channel_type: 'im',
          user: users.analyst,
          text,
          channel: 'DANA',
          ts: '1782977400.000300',
        };
        const again = () =>
          hand('events_api', {
            type: 'event_callback',
            team_id: 'T1',
            event_id: 'EvContract',
            event,
          });
        await Promise.all([again(), again(), again()]);
        await w.settled();
        await again();
      },
    };
  },
};

holdToContract(overHttp);
holdToContract(overSocketMode);
