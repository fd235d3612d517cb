import type { ChoiceReading } from '../../reading.ts';

export const choices: ChoiceReading = {
  'metric.balance':
    /[余结][额余]|存款|资产|资金|存了多少|多少钱存|家底|^(?!.*(?:赚|挣|贡献|收益|利润|收入|带来|创造|进账|值|亏)).*钱/,
  'metric.transactions': /交易|流水|活跃|动账|往来|笔数/,
  'metric.contribution': /贡献|利润|收益|收入|盈利|创收|赚/,
  'sortBy.cvs': /评分|分值|价值分/,
  'sortBy.contribution': /贡献|利润|收益|收入|盈利|创收|赚/,
  'sortBy.clv': /终身|生命周期/,
  'model.clv': /价值|终身/,
  'model.segments': /分群|客群|聚类/,
  'model.recommend': /推荐/,
  'model.tree': /决策树|树形图|画成树/,
  'model.uplift': /提升效果|可劝留|打动/,
  'riskOrder.persuadable':
    /可劝留|劝得[住动]|劝[得能]?留|打动|说得动|挽[回留]得[了回住]|能(?:劝|挽)[回留住]/,
  'model.churn': /流失/,
};
