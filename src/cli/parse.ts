import type { Parse } from '../conversation/conversation.ts';
import { createConversation } from '../conversation/create-conversation.ts';
import type { Locale } from '../language/locale.ts';
import { neutralJson } from '../language/neutral-text.ts';
import type { AddCommand, Host, Terminal } from './host.ts';
import { localeOption } from './locale-option.ts';

function print(parse: Parse, terminal: Terminal, json: boolean): void {
  const { intent, entities, confidence, asks, notApplied, error } = parse;
  if (json) {
    terminal.out(`${neutralJson({ intent, entities, confidence, asks, notApplied, error })}\n`);
    return;
  }
  const said = Object.entries(entities).map(
    ([name, value]) => `  ${name}: ${neutralJson(value)}\n`,
  );
  terminal.out(`${intent} (${Math.round(confidence * 100)} %)\n${said.join('')}`);
  if (notApplied !== undefined) terminal.out(`  not gone by: ${notApplied}\n`);
  if (asks !== undefined) terminal.out(`  asked back: ${asks.join(', ')}\n`);
  if (error !== undefined) terminal.out(`  ${error.message}\n  ${error.usage}\n`);
}

/** `bellwether parse`: how lines of text are understood, without answering them. */
export const parse: AddCommand = (program, terminal: Terminal, host: Host) => {
  program
    .command('parse')
    .description('show how a line is understood; without TEXT, each line of standard input')
    .argument('[text]')
    .addOption(localeOption())
    .option('--json', 'print one JSON document a line')
    .action(async (text: string | undefined, options: { locale?: Locale; json?: true }) => {
      const store = await host.store();
      const conversation = createConversation({ store, config: host.config, now: host.now });
      const lines = text === undefined ? terminal.lines() : [text];
      for await (const line of lines) {
        print(await conversation.parse(line, options.locale), terminal, options.json === true);
      }
    });
};
