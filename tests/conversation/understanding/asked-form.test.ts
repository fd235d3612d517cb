import { expect, it } from 'vitest';
import { askedForm, claimOf } from '../../../src/conversation/understanding/asked-form.ts';

it.each([
  ['is 1042 about to leave?', 'yesNo', ['leave']],
  ['Isn’t 1042 leaving us?', 'yesNo', ['leave']],
  ['do you think 1042 will stay', 'yesNo', ['stay']],
  ['can you tell me whether 1042 is at risk', 'yesNo', ['leave']],
  ['1042 leaving?', 'yesNo', ['leave']],
  ['did the spring call help', 'yesNo', ['help']],
  ['has the balance of 1042 gone down?', 'yesNo', ['fall']],
  ['will 1042 default?', 'yesNo', ['default']],
  ['how many at risk in Brno', 'howMany', ['leave']],
  ['hi, how many customers do I have?', 'howMany', []],
  ['how many months until 1042 leaves', 'when', ['leave']],
  ['when will the balance of 1042 run out', 'when', ['fall']],
  ['can you tell me who is likely to leave', 'who', ['leave']],
  ['do you know why 1042 is at risk', 'why', ['leave']],
  ['1042会走吗', 'yesNo', ['leave']],
  ['1042會不會流失', 'yesNo', ['leave']],
  ['1042的余额在下降吗？', 'yesNo', ['fall']],
  ['布尔诺有多少人可能流失', 'howMany', ['leave']],
  ['我有多少客户', 'howMany', []],
  ['1042什么时候会走', 'when', ['leave']],
  ['谁最可能流失', 'who', ['leave']],
  ['请问1042为什么要走', 'why', ['leave']],
] as const)('hears what “%s” wants first', (sentence, form, supposed) => {
  expect(askedForm(sentence)).toEqual({ form, claims: supposed });
});

it.each([
  'at-risk branch=Brno',
  'customer 1042',
  'show me customer 1042',
  'can you show me the customers at risk',
  'could you list who has left?',
  'can I see customers at risk?',
  '可以给我看看有流失风险的客户吗',
  '1042的价值',
  '客户会说什么',
])('hears no yes or no asked for in “%s”', (sentence) => {
  expect(claimOf(askedForm(sentence), ['leave', 'stay'])).toBeUndefined();
});

it.each([
  'is 1042 not going to leave?',
  'is 1042 likely to stay or to leave?',
  '1042不会走吧？',
  '1042会走还是会留下呢，你觉得他会走吗',
])('says neither yes nor no where either would mislead: “%s”', (sentence) => {
  expect(claimOf(askedForm(sentence), ['leave', 'stay'])).toBeUndefined();
});

it('takes a yes or no for one of opposites alone', () => {
  const asked = askedForm('is the balance of 1042 rising or falling?');
  expect(asked?.form).toBe('yesNo');
  expect(claimOf(asked, ['fall', 'rise'])).toBeUndefined();
});
