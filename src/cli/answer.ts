import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pageLinks } from '../access/page-link.ts';
import { createPeople } from '../access/people.ts';
import type { Linked } from '../access/principal.ts';
import { renderTerminal } from '../channels/terminal/render.ts';
import { drawPng } from '../charts/draw-png.ts';
import { createConversation } from '../conversation/create-conversation.ts';
import { demoPeople } from '../demo/people.ts';
import type { Locale } from '../language/locale.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { publicUrlOf } from '../settings/environment.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import type { Store } from '../store/store.ts';
import { CommandFailed, type Host, type Terminal } from './host.ts';
import { bar, progressLine } from './progress-line.ts';
import { type ExportPath, writeExport } from './write-export.ts';

/** Who asks (an e-mail address), in which language, and where the answer goes. */
export type AnswerOptions = {
  as?: string;
  locale?: Locale;
  json?: true;
  chart?: string;
  export?: ExportPath;
};

/**
 * Who asks on the command line: the person of an address, or the demo's analyst.
 * @throws {CommandFailed} where the store holds a real bank and no address is given, or nobody active has it
 */
export async function asker(store: Store, host: Host, email: string | undefined): Promise<Linked> {
  const people = createPeople(store, host.now);
  if (email === undefined && !(await bankFacts(store.db))?.demo) {
    throw new CommandFailed(
      'This store holds a real bank: say who is asking with --as EMAIL. `bellwether user list` shows who there is; `bellwether user link EMAIL --role analyst` adds one.',
    );
  }
  const principal = await people.byEmail(email ?? demoPeople.analyst);
  if (principal.kind === 'unlinked') {
    throw new CommandFailed(
      email === undefined
        ? `The analyst of the demo bank, ${demoPeople.analyst}, is not in the store: say who is asking with --as EMAIL. \`bellwether user list\` shows who there is.`
        : `--as "${email}": no active person has this address. \`bellwether user list\` shows who there is.`,
    );
  }
  return principal;
}

/**
 * Answers a line of text as in chat, as a card or as one JSON document.
 * @throws {CommandFailed} where nobody is asking, or the answer lacks the chart or the list that is to be written
 */
export async function printAnswer(
  text: string,
  options: AnswerOptions,
  terminal: Terminal,
  host: Host,
): Promise<void> {
  const store = await host.store();
  const progress = progressLine(terminal, () => host.now().getTime());
  await host.prepared(({ step, done, total }) => progress.show(`${step} ${bar(done, total)}`));
  progress.done();
  const principal = await asker(store, host, options.as);
  const { config, now, languageModel } = host;
  const publicUrl = publicUrlOf(host.environment);
  const pageLinkFor = pageLinks({ store, publicUrl, random: randomBytes, now });
  const conversation = createConversation({ store, config, now, languageModel, pageLinkFor });
  const answer = await conversation.answer({
    text,
    principal,
    channel: 'terminal',
    address: principal.kind === 'linked' ? String(principal.managerId) : '',
    shared: false,
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    ...(options.export === undefined ? {} : { exportAs: options.export.format }),
  });
  if (options.chart !== undefined) {
    const chart = answer.reply.charts[0];
    if (chart === undefined) {
      throw new CommandFailed('This answer has no chart, so --chart wrote nothing.');
    }
    const file = resolve(terminal.cwd, options.chart);
    try {
      await writeFile(file, await drawPng(chart.spec, 'light'), { mode: 0o600 });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandFailed(`--chart ${options.chart} could not be written: ${why}`);
    }
    terminal.err(`Chart written to ${file}\n`);
  }
  if (answer.file !== undefined) await writeExport(answer.file, terminal, options.export);
  else if (options.export !== undefined)
    throw new CommandFailed('This answer has no list, so --export wrote nothing.');
  if (options.json) {
    const { intent, entities, reply, data } = answer;
    terminal.out(`${neutralJson({ intent, entities, reply, data })}\n`);
    return;
  }
  terminal.out(
    renderTerminal(answer.reply, {
      width: Math.min(terminal.width, 100),
      colour: terminal.colour,
      locale: answer.locale,
    }),
  );
}
