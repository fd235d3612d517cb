import { z } from 'zod';
import { normalise } from '../../language/fold.ts';
import { type CommandDescription, defineOpenCommand } from '../command.ts';
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
  usage: 'unknown',
  arguments: z.object({
    nearest: z.array(z.string()).default([]),
    customer: z.union([z.string(), z.array(z.string())]).optional(),
    branch: z.string().optional(),
    segment: z.string().optional(),
    tier: z.string().optional(),
    said: z.string().default(''),
  }),
  slash: () => ({ entities: {} }),
  allowed: ['manager', 'supervisor', 'analyst'],
  run({ locale, commands }, { nearest, customer, said, ...filters }) {
    const offers = [...new Set([...nearest, ...usual])]
      .flatMap((intent) => commands.find((command) => command.intent === intent) ?? [])
      .slice(0, offered);
    const [title, summary] = (smallTalk.find(({ is }) => is.test(normalise(said))) ??
      notUnderstood)[locale];
    return {
      reply: plainReply(
        title,
        summary,
        offers.map((command) => ({
          label: shortly(command.summary(locale)),
          command: offer(command, [customer].flat()[0], filters),
        })),
      ),
      data: { nearest: offers.map(({ intent }) => intent) },
      seen: [],
    };
  },
});

type Said = Record<'en' | 'zh', readonly [title: string, summary: string]>;

const notUnderstood: Said = {
  en: [
    'I have no answer to that',
    'I did not understand, and I would rather not guess. Did you mean one of these?',
  ],
  zh: ['这个我答不了', '我没有听懂，也不想瞎猜。您是想问下面这些吗？'],
};

/** What is no question but wants a civil answer. */
const smallTalk: readonly (Said & { is: RegExp })[] = [
  {
    is: /^(?:hi+|hey+|hello+|hallo|ahoj|good (?:morning|afternoon|evening|day)|morning|greetings|你好|您好|哈[喽啰囉罗]|嗨|早|早安|早上好|下午好|晚上好)(?: (?:there|all|bot|bellwether))?[\s\p{P}\p{S}]*$/iu,
    en: ['Hello', 'Ask me about your customers. These are good to begin with.'],
    zh: ['您好', '可以问我关于客户的问题，不妨从下面这些开始。'],
  },
  {
    is: /^(?:(?:many |ok |okay |great |cool |perfect |super )?(?:thanks|thank you|thx|cheers|ty)(?: (?:a lot|very much|so much|mate))?|ok(?:ay)?|great|perfect|cool|谢谢你?|谢谢您|多谢|謝謝|感谢|辛苦了?|好的?|知道了|明白了?)[\s\p{P}\p{S}]*$/iu,
    en: ['You are welcome', 'Is there anything else? You may ask one of these.'],
    zh: ['不客气', '还想了解什么？可以问下面这些。'],
  },
  {
    is: /^(?:bye+|goodbye|good ?bye|see (?:you|ya)|good ?night|have a (?:nice|good) \w+|再见|拜拜|晚安|明天见|周末愉快)[\s\p{P}\p{S}]*$/iu,
    en: ['Until next time', 'Whenever you come back, these are good to begin with.'],
    zh: ['再见', '下次可以从下面这些问起。'],
  },
];

/** The first part of what a command gives, which fits a button on a phone; an enumeration stays whole. */
function shortly(summary: string): string {
  const [first = summary] = summary.split(/[,，、]/);
  return / or |或/.test(summary) ? summary : first;
}

/** The slash form that a button gives: the command itself where nothing is missing, else how it goes. */
function offer(
  command: CommandDescription,
  customer: string | undefined,
  filters: Readonly<Record<string, string | undefined>>,
): string {
  const { usage, entities } = command;
  const word = commandWord(command);
  const needed = usage.replace(/\[[^\]]*\]/g, '');
  if (customer !== undefined && / ID\b/.test(needed)) return `${word} ${customer}`;
  if (/[A-Z]{2}|"/.test(needed)) return `help ${word}`;
  const held = Object.entries(filters).flatMap(([key, value]) =>
    value === undefined || !entities.includes(key) ? [] : [`${key}="${value}"`],
  );
  return [word, ...held].join(' ');
}
