import type { ListedDigest } from '../../store/digests/manage-digests.ts';
import type { CommandContext } from '../command-context.ts';

/** What a digest is about: “Customers worth CZK 50,000 or more passing 40 %”, “Value movers, at most 5”. */
export function whatOfDigest(
  { kind, settings, whenNothing }: Pick<ListedDigest, 'kind' | 'settings' | 'whenNothing'>,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): string {
  const { atMost, passing, period = 'weekly' } = settings;
  const { worth } = passing ?? {};
  const what =
    kind === 'threshold'
      ? say('digest-words.what.threshold', {
          risk: format.percent(passing?.risk ?? 0),
          worth: worth === undefined ? 'any' : format.money(worth),
        })
      : kind === 'report'
        ? say('digest-words.what.report', { period })
        : say(`digest-words.what.${kind}`);
  const counted = atMost === undefined ? what : say('digest-words.atMost', { what, count: atMost });
  return whenNothing === 'line' ? say('digest-words.line', { what: counted }) : counted;
}
