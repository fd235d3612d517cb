import { folded } from '../../language/fold.ts';
import type { Locale } from '../../language/locale.ts';
import {
  type CustomerMatch,
  findCustomerByExternalId,
  findCustomersByName,
  findCustomersByPlainName,
} from '../../store/customers/find-customers.ts';
import type { CommandContext } from '../command.ts';
import type { Reply } from '../reply.ts';
import { simplified } from '../understanding/traditional-characters.ts';
import { customerTitle } from '../wording/customer-words.ts';
import { helpAction, plainReply } from '../wording/fallback-replies.ts';

/** A customer of the asker's scope, or what to say instead. `seen` are the customers the reply names. */
export type Lookup = { found: number } | { reply: Reply; seen: number[] };

const offered = 5;
/** Names read from the store to find the one. */
const considered = 30;
/** From here one similar name is taken for the one that was meant. */
const surely = 0.6;

/**
 * Finds the one customer meant by an id of the bank or by a name, inside the asker's scope. A customer outside it gets
 * the same words as one that does not exist. A name in traditional signs is also looked for in simplified ones.
 * @param command the first word of the slash form that is offered for each customer where several fit
 */
export async function lookUpCustomer(
  { store, scope, locale }: Pick<CommandContext, 'store' | 'scope' | 'locale'>,
  idOrName: string,
  command: string,
): Promise<Lookup> {
  const byId = await findCustomerByExternalId(store.db, scope, idOrName);
  if (byId !== undefined) return { found: byId };
  if (/^[\d\s-]*$/.test(idOrName)) return { reply: noneFits(idOrName, locale), seen: [] };
  const matches = await findCustomersByName(store.db, scope, idOrName, considered);
  const exact = matches.filter(({ name }) => plainName(name) === plainName(idOrName));
  const part = matches.filter(({ name }) => folded(name ?? '').includes(folded(idOrName)));
  const holding =
    exact.length + part.length > 0
      ? part
      : await findCustomersByPlainName(store.db, scope, folded(idOrName), considered);
  for (const fitting of [exact, holding]) {
    const only = fitting[0];
    if (only !== undefined && fitting.length === 1) return { found: only.id };
    if (fitting.length > 1) return several(fitting, idOrName, { command, alike: false }, locale);
  }
  const inSimplifiedSigns = simplified(idOrName);
  if (inSimplifiedSigns !== idOrName)
    return lookUpCustomer({ store, scope, locale }, inSimplifiedSigns, command);
  const nearest = matches[0];
  if (nearest === undefined) return { reply: noneFits(idOrName, locale), seen: [] };
  if (matches.length === 1 && nearest.similarity >= surely) return { found: nearest.id };
  return several(matches, idOrName, { command, alike: true }, locale);
}

/** A name without case and accents, its words in one order, so that "Novak Anna" is Anna Novák. */
function plainName(name: string | null): string {
  return folded(name ?? '')
    .split(' ')
    .sort()
    .join(' ');
}

function several(
  matches: readonly CustomerMatch[],
  typed: string,
  { command, alike }: { command: string; alike: boolean },
  locale: Locale,
): Lookup {
  const shown = matches.slice(0, offered);
  const name = shorten(typed);
  const more = matches.length > offered;
  const reply =
    locale === 'zh'
      ? plainReply(
          '您指的是哪位客户？',
          alike
            ? `没有名为“${name}”的客户，但有名字相近的，请选择一位。`
            : `有${more ? '超过' : ' '}${shown.length} 位客户符合“${name}”，请选择一位。`,
        )
      : plainReply(
          'Which customer do you mean?',
          alike
            ? `No customer is called “${name}”, but some names are close; please choose one.`
            : `${more ? `More than ${shown.length}` : shown.length} customers fit “${name}”; please choose one.`,
        );
  reply.actions = shown.map((match) => ({
    label: [customerTitle(match, locale), ...(match.branch === null ? [] : [match.branch])].join(
      ' · ',
    ),
    command: `${command} ${match.externalId}`,
  }));
  return { reply, seen: shown.map((match) => match.id) };
}

function noneFits(typed: string, locale: Locale): Reply {
  const name = shorten(typed);
  const [title, summary, top] =
    locale === 'zh'
      ? ['没有找到客户', `在您可以查看的客户中，没有找到“${name}”。`, '最有价值的客户']
      : [
          'No such customer',
          `Among the customers you may see, I find none for “${name}”.`,
          'Most valuable customers',
        ];
  return plainReply(title, summary, [{ label: top, command: 'top' }, helpAction(locale)]);
}

/** What somebody typed, at a length fit to be said back. */
function shorten(typed: string): string {
  const characters = [...typed.trim()];
  return characters.length <= 40 ? characters.join('') : `${characters.slice(0, 39).join('')}…`;
}
