import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { renderTerminal } from '../../../src/channels/terminal/render.ts';
import { loadCommands, runCli } from '../../../src/cli/run.ts';
import { readEnvironment } from '../../../src/settings/environment.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { bankPeople, testMoment } from '../../banks/forty-customers.ts';
import { type Asker, type ChannelDriver, holdToContract, type Reading } from '../contract.ts';

const config = readConfig(
  fileURLToPath(new URL('../../../config/bellwether.yaml', import.meta.url)),
);
const emails: Record<Asker, string> = {
  analyst: bankPeople.ana,
  outsider: 'nobody@elsewhere.example',
};
const width = 100;

/** A card of text without its frame. */
const readCard = (text: string): Reading => ({
  text: text.replace(/^[│╭╰]─? ?/gm, '').replace(/ *[│─╮╯]+$/gm, ''),
  pictures: 0,
});

const terminal: ChannelDriver = {
  name: 'terminal',
  exempt: {
    'acknowledges before it answers':
      'nothing delivers a command line and waits for an acknowledgement',
    'falls back to text when its form is refused': 'text is the only form it has',
    'answers without a chart that cannot be drawn':
      'it draws no pictures: every chart is shown as characters and words',
  },
  async open({ bank }) {
    await loadCommands();
    const printed: { who: Asker; reading: Reading }[] = [];
    async function ask(text: string, who: Asker): Promise<void> {
      let out = '';
      let err = '';
      const code = await runCli(
        ['ask', text, '--as', emails[who]],
        {
          out(given) {
            out += given;
          },
          err(given) {
            err += given;
          },
          cwd: '/',
          colour: false,
          live: false,
          width,
          async *lines() {},
          signal: new AbortController().signal,
        },
        {
          environment: readEnvironment({}),
          config,
          now: () => testMoment,
          log: pino({ level: 'silent' }),
          store: async () => bank.store,
          fetch,
          languageModel: undefined,
          prepared: async () => {},
        },
      );
      if (code === 2) throw new Error(`The command line was wrong: ${err}`);
      printed.push({ who, reading: readCard(out + err) });
    }
    return {
      ask,
      askRepeatedly: (text) => ask(text, 'analyst'),
      readings: async (who) =>
        printed.filter((each) => each.who === who).map(({ reading }) => reading),
      async deliver(reply) {
        const text = renderTerminal(reply, { width, colour: false, locale: 'en' });
        printed.push({ who: 'analyst', reading: readCard(text) });
      },
      settled: async () => {},
      close: async () => {},
    };
  },
};

holdToContract(terminal);
