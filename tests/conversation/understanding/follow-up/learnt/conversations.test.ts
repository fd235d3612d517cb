import { describe, expect, it } from 'vitest';
import { commands } from '../../../../../src/conversation/registry.ts';
import {
  readLabelled,
  taughtConversations,
} from '../../../../../src/conversation/understanding/follow-up/learnt/conversations.ts';
import { taughtTurns } from '../../../../../src/conversation/understanding/follow-up/learnt/taught.ts';

describe('labelled conversations', () => {
  it('are read turn by turn, without remarks', () => {
    const text = `// of Brno
who may leave => ranking.atRisk limit=5
the second => customer.value customer=#2

note it => customer.log customer=1042 contactKind=met confirm`;
    expect(readLabelled(text)).toEqual([
      [
        {
          text: 'who may leave',
          label: { intent: 'ranking.atRisk', entities: { limit: '5' }, confirm: false },
        },
        {
          text: 'the second',
          label: { intent: 'customer.value', entities: { customer: '#2' }, confirm: false },
        },
      ],
      [
        {
          text: 'note it',
          label: {
            intent: 'customer.log',
            entities: { customer: '1042', contactKind: 'met' },
            confirm: true,
          },
        },
      ],
    ]);
  });

  it('have what was remembered before each turn, and whom it is about', () => {
    const [turns = []] = readLabelled(`top => ranking.top branch=Brno limit=3
the last => customer.value customer=#3
why => customer.explain customer=#3`);
    const [second, third] = taughtTurns(turns);
    expect(second?.customers).toEqual(['1029']);
    expect(second?.remembered.map(({ intent }) => intent)).toEqual(['ranking.top']);
    expect(third?.remembered.map(({ intent, customers }) => [intent, customers.length])).toEqual([
      ['customer.value', 1],
      ['ranking.top', 3],
    ]);
  });

  it('that teach name commands there are, and arguments that these take', () => {
    const known = new Map(commands.map((each) => [each.intent, each.arguments]));
    const odd = taughtConversations()
      .flat()
      .filter(({ label: { intent, entities } }) => {
        if (intent === 'ask') return Object.keys(entities).length > 0;
        const taken = known.get(intent);
        return (
          taken === undefined ||
          Object.keys(entities).some((key) => key !== 'export' && !(key in taken))
        );
      });
    expect(
      odd.map(({ text, label }) => `${text} => ${label.intent} ${Object.keys(label.entities)}`),
    ).toEqual([]);
  });
});
