import { bankRoles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { type Arguments, usageOf } from '../arguments/grammar.ts';
import { topic } from '../arguments/topic.ts';
import { auditIntent } from '../audit/audit-intent.ts';
import { defineOpenCommand, type OpenContext, type RegisteredCommand } from '../command.ts';
import { type CommandGroup, commandGroups, groupCalled } from '../command-groups.ts';
import { commandWord, phrasesFor } from '../phrases.ts';
import type { Reply } from '../reply.ts';
import { isTopic } from '../understanding/slash-form.ts';

/**
 * What the bot answers: all of it by groups, one group, or how one command goes. `data`: `commands` with `intent`, `usage`
 * and `summary`.
 */
export default defineOpenCommand({
  intent: 'help',
  group: 'evidence',
  everyday: true,
  arguments: { topic: optional(topic()) },
  allowed: bankRoles,
  ofGroups: true,
  run(context, { topic: named }) {
    const { locale, commands } = context;
    const asked = commands.filter((command) => named !== undefined && isTopic(command, named));
    const group = named === undefined || asked.length > 0 ? undefined : groupCalled(named);
    const shown = group === undefined ? asked : commands.filter((each) => each.group === group);
    return {
      reply: replyOn(shown, group, context),
      data: {
        commands: [
          ...(shown.length === 0 ? commands : shown).map(({ intent, usage, summary }) => ({
            intent,
            usage,
            summary: summary(locale),
          })),
          ...(context.readsLog && shown.length === 0
            ? [{ intent: auditIntent, usage: auditUsage, summary: context.say('audit.help.gives') }]
            : []),
        ],
      },
      seen: [],
    };
  },
});

function replyOn(
  shown: readonly RegisteredCommand[],
  group: CommandGroup | undefined,
  context: OpenContext,
): Reply {
  const { say } = context;
  const [first, ...others] = shown;
  if (first === undefined) return overview(context);
  if (others.length === 0) return about(first, context);
  const title =
    group === undefined
      ? say('help.title')
      : say('help.groupTitle', { group: say(`help.groups.${group}`) });
  return listing(shown, title, context);
}

const auditUsage = '/value audit <customer>';

/** All commands by what they are about: short enough for a phone. What auditors alone may do comes first. */
function overview({ commands, say, locale, readsLog }: OpenContext): Reply {
  const groups = commandGroups.flatMap((group) => {
    const members = everydayFirst(
      commands.filter((command) => command.group === group && command.intent !== 'help'),
    );
    return members.length === 0 ? [] : [{ label: say(`help.groups.${group}`), group, members }];
  });
  return {
    title: say('help.title'),
    summary: say('help.summary'),
    facts: [
      ...(readsLog
        ? [{ label: say('audit.title'), value: say('audit.words').split('|')[0] ?? '' }]
        : []),
      ...groups.map(({ label, members }) => ({
        label,
        value: members.map((command) => phrasesFor(command, locale).words[0]).join(' · '),
      })),
    ],
    details: [
      ...(readsLog ? [say('audit.help.example', { gives: say('audit.help.gives') })] : []),
      say('help.examples'),
      ...groups.flatMap(({ members }) =>
        members.slice(0, 1).map((command) => phrasesFor(command, locale).sentences[0]),
      ),
      say('help.more'),
      say('help.filters'),
    ],
    charts: [],
    actions: groups.map(({ label, group }) => ({ label, command: `help ${group}` })),
    visibility: 'channel',
  };
}

/** Some commands, each with what it gives and a sentence that asks for it. */
function listing(
  commands: readonly RegisteredCommand[],
  title: string,
  { locale, say }: OpenContext,
): Reply {
  return {
    title,
    summary: say('help.summary'),
    facts: [],
    details: [say('help.filters')],
    table: {
      columns: [
        { label: say('help.columns.command'), align: 'start' },
        { label: say('help.columns.gives'), align: 'start' },
        { label: say('help.columns.ask'), align: 'start' },
      ],
      rows: everydayFirst(commands).map((command) => [
        usageOf(commandWord(command), withoutFilters(command.arguments)),
        command.summary(locale),
        phrasesFor(command, locale).sentences[0],
      ]),
    },
    charts: [],
    actions: [
      { label: say('help.actions.all'), command: 'help' },
      { label: say('help.actions.book'), command: 'book' },
      { label: say('help.actions.atRisk'), command: 'at-risk' },
    ],
    visibility: 'channel',
  };
}

const everydayFirst = (commands: readonly RegisteredCommand[]) =>
  commands.toSorted((a, b) => Number(b.everyday) - Number(a.everyday));

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
