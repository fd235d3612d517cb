/** Entities that are one of a few words: what a sentence must say for each. The first that fits counts. */
const choices: readonly { entity: string; value: string; said: RegExp }[] = [
  { entity: 'metric', value: 'balance', said: /balance|deposit|funds|余额|存款|资产|资金/i },
  {
    entity: 'metric',
    value: 'transactions',
    said: /transaction|activit|payments|交易|流水|活跃|动账/i,
  },
  {
    entity: 'metric',
    value: 'contribution',
    said: /contribut|profit|revenue|income|earn|贡献|利润|收益|收入|盈利|创收/i,
  },
  { entity: 'sortBy', value: 'cvs', said: /\bcvs\b|value score|评分|分值|价值分/i },
  {
    entity: 'sortBy',
    value: 'contribution',
    said: /contribut|profit|revenue|income|earn|money|贡献|利润|收益|收入|盈利|创收|赚/i,
  },
  { entity: 'sortBy', value: 'clv', said: /\b(?:clv|ltv)\b|lifetime|终身|生命周期/i },
  { entity: 'model', value: 'clv', said: /\b(?:clv|ltv)\b|lifetime|\bvalue|价值|终身/i },
  { entity: 'model', value: 'segments', said: /segment|cluster|分群|客群|聚类/i },
  { entity: 'model', value: 'churn', said: /churn|leav|attrition|流失/i },
];

/** What the lexicon calls a choice, for words that are typed wrong or said in other words. */
const concepts = new Set(['balance', 'transactions', 'contribution']);

/**
 * The choices a sentence makes among the entities that its command knows.
 * @param terms what the sentence says, as the recogniser counts it
 */
export function choicesIn(
  text: string,
  terms: readonly string[],
  entities: readonly string[],
): Record<string, string> {
  const made: Record<string, string> = {};
  for (const { entity, value, said } of choices) {
    const meant = said.test(text) || (concepts.has(value) && terms.includes(`~${value}`));
    if (entities.includes(entity) && !(entity in made) && meant) made[entity] = value;
  }
  return made;
}
