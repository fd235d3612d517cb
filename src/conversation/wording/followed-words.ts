import type { Move } from '../../store/actions/follows.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reply } from '../reply.ts';
import { customerTitle, tierName } from './customer-words.ts';
import { segmentName } from './segment-words.ts';

const buttons = 3;

/** What moved with a customer, in a line: tier, segment, and whether they are at risk. */
export function moveInWords({ before, after, ...customer }: Move, context: CommandContext): string {
  const { say, format, locale } = context;
  const moved = [
    ...(before.tier === after.tier
      ? []
      : [
          say('followed.tier', {
            before: tierName(before.tier, locale),
            after: tierName(after.tier, locale),
          }),
        ]),
    ...(before.segment?.id === after.segment?.id
      ? []
      : [
          say('followed.segment', {
            before: segmentName({ names: before.segment?.names ?? null }, locale),
            after: segmentName({ names: after.segment?.names ?? null }, locale),
          }),
        ]),
    ...(before.atRisk === after.atRisk || after.atRisk === null
      ? []
      : [say(after.atRisk ? 'followed.atRisk' : 'followed.noLongerAtRisk')]),
  ];
  return say('followed.line', {
    customer: customerTitle(customer, locale),
    moved: format.list(moved),
  });
}

/** The notice that comes to a person's inbox after a run: who of those they follow moved, and how. */
export function followedReply(moves: readonly Move[], context: CommandContext): Reply {
  const { say, format, run } = context;
  return {
    title: say('followed.title'),
    summary: say('followed.summary', { customers: moves.length }),
    facts: [],
    details: [
      ...moves.map((move) => moveInWords(move, context)),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts: [],
    actions: moves.slice(0, buttons).map((move) => ({
      label: customerTitle(move, context.locale),
      command: `customer ${customerInSlashForm(move.externalId)}`,
    })),
    visibility: 'asker',
  };
}
