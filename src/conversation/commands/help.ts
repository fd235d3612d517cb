import { roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { type Arguments, usageOf } from '../arguments/grammar.ts';
import { topic } from '../arguments/topic.ts';
import { defineOpenCommand, type OpenContext, type RegisteredCommand } from '../command.ts';
import { commandWord, phrasesFor } from '../phrases.ts';
import type { Reply } from '../reply.ts';
import { isTopic } from '../understanding/slash-form.ts';

/** What the bot answers, or how one command goes. `data`: `commands` with `intent`, `usage` and `summary`. */
export default defineOpenCommand({
  intent: 'help',
  arguments: { topic: optional(topic()) },
  allowed: roles,
  run(context, { topic: named }) {
    const { locale, commands } = context;
    const asked = commands.filter((command) => named !== undefined && isTopic(command, named));
    const shown = asked.length > 0 ? asked : commands;
    const one = asked.length === 1 ? asked[0] : undefined;
    return {
      reply: one === undefined ? overview(shown, context) : about(one, context),
      data: {
        commands: shown.map(({ intent, usage, summary }) => ({
          intent,
          usage,
          summary: summary(locale),
        })),
      },
      seen: [],
    };
  },
});

function overview(commands: readonly RegisteredCommand[], { locale, say }: OpenContext): Reply {
  return {
    title: say('help.title'),
    summary: say('help.summary'),
    facts: [],
    details: [say('help.filters')],
    table: {
      columns: [
        { label: say('help.columns.command'), align: 'start' },
        { label: say('help.columns.gives'), align: 'start' },
        { label: say('help.columns.ask'), align: 'start' },
      ],
      rows: commands.map((command) => [
        usageOf(commandWord(command), withoutFilters(command.arguments)),
        command.summary(locale),
        phrasesFor(command, locale).sentences[0],
      ]),
    },
    charts: [],
    actions: [
      { label: say('help.actions.book'), command: 'book' },
      { label: say('help.actions.atRisk'), command: 'at-risk' },
      { label: say('help.actions.top'), command: 'top' },
      { label: say('help.actions.segments'), command: 'segments' },
    ],
    visibility: 'channel',
  };
}

function about(command: RegisteredCommand, { locale, say }: OpenContext): Reply {
  return {
    title: command.usage,
    summary: say('help.about', { gives: command.summary(locale) }),
    facts: [],
    details: [say('help.examples'), ...phrasesFor(command, locale).sentences.slice(0, 4)],
    charts: [],
    actions: [{ label: say('help.actions.all'), command: 'help' }],
    visibility: 'channel',
  };
}

/** Filters are told of once for all lists. */
function withoutFilters(known: Arguments): Arguments {
  return Object.fromEntries(
    Object.entries(known).filter(([, { kind, take }]) => !kind.isFilter || take !== undefined),
  );
}
