import { typedLine } from '../../language/fold.ts';
import { readings } from '../../language/readings.ts';
import { bankRoles } from '../../store/kinds.ts';
import { filterKeys } from '../arguments/kinds.ts';
import { defineOpenCommand } from '../command.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { offeredCommands } from '../wording/offered-commands.ts';

const offered = 3;
/** What to offer to a sentence that is like nothing, or that says no more than which customers are meant. */
const usual = ['ranking.atRisk', 'ranking.top', 'book.summary'];

/**
 * What no command answers: says so and offers the nearest commands. Its examples teach the recogniser what is not for
 * us. `data`: `nearest`, the intents offered.
 */
export default defineOpenCommand({
  intent: 'unknown',
  group: 'evidence',
  arguments: {},
  allowed: bankRoles,
  ofGroups: true,
  run({ locale, say, commands, said, entities, nearest }) {
    const mentioned = Object.keys(entities);
    const onlyFilters = mentioned.length > 0 && mentioned.every((each) => filterKeys.has(each));
    const offers = [...new Set(onlyFilters ? usual : [...nearest, ...usual])]
      .filter((intent) => commands.some((command) => command.intent === intent))
      .slice(0, offered);
    const text = smallTalkIn(typedLine(said)) ?? 'notUnderstood';
    return {
      reply: plainReply(
        say(`unknown.${text}.title`),
        say(`unknown.${text}.summary`),
        offeredCommands(commands, offers, entities, locale),
      ),
      data: { nearest: offers },
      seen: [],
    };
  },
});

const smallTalk = ['hello', 'thanks', 'bye'] as const;

/** What is not a question but wants a civil answer. */
function smallTalkIn(text: string): (typeof smallTalk)[number] | undefined {
  return smallTalk.find((kind) =>
    readings.some((reading) => reading.smallTalk?.[kind]?.test(text)),
  );
}
