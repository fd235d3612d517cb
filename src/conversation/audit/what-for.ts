import { z } from 'zod';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { ListedEntry } from '../../store/access-log/list-entries.ts';
import type { RegisteredCommand } from '../command.ts';
import { shareIntent } from '../rooms/share.ts';
import { auditIntent } from './audit-intent.ts';

/** What the log has of an answer that was shared: its intent, who reads it, how customers are named, and its arguments. */
const sharing = z.looseObject({
  of: z.string(),
  readers: z.union([z.number(), z.string()]),
  names: z.string().optional(),
});

/** What the log has of a later page of itself. */
const laterPage = z.looseObject({ before: z.number() });

/** What an entry of the log was about, in words: the command and what it was held to; of an answer that was shared, with how many. */
export function whatFor(
  { intent, asked }: Pick<ListedEntry, 'intent' | 'asked'>,
  commands: readonly RegisteredCommand[],
  locale: Locale,
): string {
  const say = sayIn(locale);
  const shared = intent === shareIntent ? sharing.safeParse(asked).data : undefined;
  if (shared !== undefined) {
    const { of, readers, names, ...rest } = shared;
    return [
      say('audit.what', { intent }),
      ...inWords(of, rest, commands, locale),
      ...(typeof readers === 'number' ? [say('audit.readers', { readers })] : []),
      ...(names === undefined ? [] : [say('audit.names', { names })]),
    ].join(' · ');
  }
  const later = intent === auditIntent ? laterPage.safeParse(asked).data : undefined;
  if (later !== undefined) {
    const { before: _, ...rest } = later;
    return [...inWords(intent, rest, commands, locale), say('audit.next')].join(' · ');
  }
  return inWords(intent, asked, commands, locale).join(' · ');
}

/** An intent and its arguments, as somebody of the locale would write them. */
function inWords(
  intent: string,
  asked: Readonly<Record<string, unknown>>,
  commands: readonly RegisteredCommand[],
  locale: Locale,
): string[] {
  const say = sayIn(locale);
  const command = commands.find((each) => each.intent === intent);
  const said = Object.entries(asked).map(([name, value]) => {
    const known = command?.arguments[name];
    const written = known?.write(value);
    if (known === undefined || written === undefined) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return name === 'export' ? text.toUpperCase() : `${name}=${text}`;
    }
    const { key } = known.kind;
    if (key === undefined || !written.startsWith(`${key.name}=`)) return written;
    const [word = key.name] = say(key.words).split('|');
    return `${word}${written.slice(key.name.length)}`;
  });
  return [command?.button(locale) ?? say('audit.what', { intent }), ...said];
}
