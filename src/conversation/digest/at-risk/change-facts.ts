import type { CommandContext } from '../../command-context.ts';
import type { Reply } from '../../reply.ts';
import type { RiskChanges } from './changes.ts';

const directionOf = (change: number) => (change > 0 ? 'up' : change < 0 ? 'down' : 'same');

/** How many are at risk and what is at stake with them, now and at the last digest; what value was gained and lost since. */
export function changeFacts(
  { say, format }: CommandContext,
  { totals, before, value, earlier }: RiskChanges,
): Reply['facts'] {
  const { atRisk, valueAtStake } = totals;
  return [
    ...(before === null || atRisk === null || valueAtStake === null
      ? []
      : [
          {
            label: say('at-risk-digest.facts.atRisk'),
            value: say('at-risk-digest.facts.atRiskThen', {
              customers: atRisk,
              direction: directionOf(atRisk - before.atRisk),
              change: Math.abs(atRisk - before.atRisk),
            }),
          },
          {
            label: say('at-risk-digest.facts.atStake'),
            value: say('at-risk-digest.facts.atStakeThen', {
              atStake: format.money(valueAtStake),
              // What rounds to nothing is no change.
              direction: directionOf(Math.round(valueAtStake - before.valueAtStake)),
              change: format.money(Math.abs(valueAtStake - before.valueAtStake)),
            }),
          },
        ]),
    ...(value === null || earlier === undefined || value.gainers + value.losers === 0
      ? []
      : [
          {
            label: say('at-risk-digest.facts.value'),
            value: say('at-risk-digest.facts.gainedAndLost', {
              gained: format.money(value.gained),
              gainers: value.gainers,
              lost: format.money(value.lost),
              losers: value.losers,
              day: format.day(earlier.asOf),
            }),
          },
        ]),
  ];
}
