import { typedLine } from '../../language/fold.ts';
import { roles } from '../../store/kinds.ts';
import { slashForm } from '../arguments/grammar.ts';
import { defineOpenCommand, type RegisteredCommand } from '../command.ts';
import { commandWord } from '../phrases.ts';
import { plainReply } from '../wording/fallback-replies.ts';

const offered = 3;
/** What to offer to a sentence that is like nothing. */
const usual = ['ranking.atRisk', 'ranking.top', 'book.summary'];

/**
 * What no command answers: says so and offers the nearest commands. Its examples teach the recogniser what is not for
 * us. `data`: `nearest`, the intents offered.
 */
export default defineOpenCommand({
  intent: 'unknown',
  arguments: {},
  allowed: roles,
  run({ locale, say, commands, said, entities, nearest }) {
    const offers = [...new Set([...nearest, ...usual])]
      .flatMap((intent) => commands.find((command) => command.intent === intent) ?? [])
      .slice(0, offered);
    const text = smallTalk.find(({ is }) => is.test(typedLine(said)))?.text ?? 'notUnderstood';
    return {
      reply: plainReply(
        say(`unknown.${text}.title`),
        say(`unknown.${text}.summary`),
        offers.map((command) => ({
          label: command.button(locale),
          command: offer(command, entities),
        })),
      ),
      data: { nearest: offers.map(({ intent }) => intent) },
      seen: [],
    };
  },
});

/** What is no question but wants a civil answer. */
const smallTalk: readonly { text: 'hello' | 'thanks' | 'bye'; is: RegExp }[] = [
  {
    is: /^(?:hi+|hey+|hello+|hallo|ahoj|good (?:morning|afternoon|evening|day)|morning|greetings|你好|您好|哈[喽啰囉罗]|嗨|早|早安|早上好|下午好|晚上好)(?: (?:there|all|bot|bellwether))?[\s\p{P}\p{S}]*$/iu,
    text: 'hello',
  },
  {
    is: /^(?:(?:many |ok |okay |great |cool |perfect |super )?(?:thanks|thank you|thx|cheers|ty)(?: (?:a lot|very much|so much|mate))?|ok(?:ay)?|great|perfect|cool|谢谢你?|谢谢您|多谢|謝謝|感谢|辛苦了?|好的?|知道了|明白了?)[\s\p{P}\p{S}]*$/iu,
    text: 'thanks',
  },
  {
    is: /^(?:bye+|goodbye|good ?bye|see (?:you|ya)|good ?night|have a (?:nice|good) [\p{L}\d]+|再见|拜拜|晚安|明天见|周末愉快)[\s\p{P}\p{S}]*$/iu,
    text: 'bye',
  },
];

/** The slash form that a button gives: the command with what the question mentions, or how it goes where that is not all. */
function offer(command: RegisteredCommand, mentioned: Readonly<Record<string, unknown>>): string {
  const word = commandWord(command);
  return slashForm(word, command.arguments, mentioned) ?? `help ${word}`;
}
