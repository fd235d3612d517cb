import { expect, test } from 'vitest';
import type { Reply } from '../../../src/conversation/reply.ts';
import { withNamesHidden } from '../../../src/conversation/rooms/hidden-names.ts';

const customers = [
  {
    name: ' Barbora Pospíšilová ',
    externalId: '7',
    phone: '+44 7700 900598',
    email: 'bara@mail.example',
  },
  { name: 'Ivan "Vanya" Petrov', externalId: '8', phone: null, email: null },
  { name: '张伟', externalId: '9', phone: null, email: null },
];

const reply: Reply = {
  title: 'Barbora Pospíšilová',
  summary: 'BARBORA  POSPÍŠILOVÁ comes first, then 张伟.',
  facts: [{ label: 'Phone', value: '+447700900598 or 447700-900598, BARA@mail.example' }],
  charts: [
    {
      alt: 'Ivan "Vanya" Petrov leads.',
      spec: {
        data: { values: [{ name: 'Barbora\u001ePospíšilová' }] },
        mark: 'bar',
        title: 'datum.x === "Ivan \\"Vanya\\" Petrov"',
      },
    },
  ],
  actions: [{ label: 'Why Barbora Pospíšilová?', command: 'why 7' }],
  visibility: 'channel',
};

test.each(['initials', 'id'] as const)('no name stands anywhere as it is, as %s', (as) => {
  const hidden = JSON.stringify(withNamesHidden(reply, customers, as));
  expect(hidden).not.toMatch(/barbora|pospíšilová|ivan|vanya|petrov|张伟|900598|bara@/iu);
  expect(hidden).toContain('why 7');
});

test('a surname alone is a name in what is quoted, and a word elsewhere', () => {
  const noted = {
    ...reply,
    details: ['Called by Petrov – “mrs pospisilova and IVAN want a loan, POSPÍŠILOVÁ’s flat”'],
  };
  expect(withNamesHidden(noted, customers, 'id').details).toEqual([
    'Called by Petrov – “mrs P. and I. want a loan, P.’s flat”',
  ]);
  const short = [{ name: 'An Will', externalId: '1', phone: null, email: null }];
  const said = { ...reply, details: ['“an offer for An”'] };
  expect(withNamesHidden(said, short, 'initials').details).toEqual(['“an offer for A.”']);
});

test('names are initials, or ids', () => {
  expect(withNamesHidden(reply, customers, 'initials').title).toBe('B. P.');
  expect(withNamesHidden(reply, customers, 'id').title).toBe('7');
});
