import { describe, expect, it } from 'vitest';
import { findMentions } from '../../../src/conversation/understanding/mentions/find-mentions.ts';

const names = {
  branches: [
    { name: 'Lisbon', aliases: ['里斯本'] },
    { name: 'Faro', aliases: [] },
  ],
  segments: [
    { en: 'Young families', zh: '年轻家庭' },
    { en: 'Wealthy families', zh: '富裕家庭' },
    { en: 'Affluent savers', zh: 'Affluent 储户' },
    { en: 'Premium', zh: 'Premium' },
  ],
  managers: [],
};
const entitiesOf = (text: string) => findMentions(text, names, 'UTC').entities;

describe('a name of the bank with a slip', () => {
  it.each([
    ['and lisbn?', { branch: 'Lisbon' }],
    ['only lsibon', { branch: 'Lisbon' }],
    ['就里思本的', { branch: 'Lisbon' }],
    ['the welathy ones', { segment: 'Wealthy families' }],
    ['only the affluetn ones', { segment: 'Affluent savers' }],
    ['只看 affluetn 的', { segment: 'Affluent savers' }],
    ['what about premuim', { segment: 'Premium' }],
  ])('is that name: %s', (text, entities) => {
    expect(entitiesOf(text)).toEqual(entities);
  });

  it.each(['and the listing?', 'is she far?', 'what of her famly', '里约热内卢', 'the young ones'])(
    'is not seen in another word: %s',
    (text) => {
      expect(entitiesOf(text)).not.toHaveProperty('branch');
      expect(entitiesOf(text)).not.toHaveProperty('segment', 'Wealthy families');
    },
  );
});
