/** What a bank's customers speak of. */
export const topics = [
  'fees',
  'rates',
  'app',
  'branch',
  'waiting',
  'staff',
  'service',
  'communication',
  'cards',
  'loans',
  'account',
  'transfers',
  'fraud',
  'documents',
  'insurance',
  'investment',
] as const;
export type Topic = (typeof topics)[number];

export const isTopic = (name: string): name is Topic => topics.some((topic) => topic === name);
