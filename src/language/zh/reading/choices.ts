import type { ChoiceReading } from '../../reading.ts';

export const choices: ChoiceReading = {
  'metric.balance': /余额|存款|资产|资金/,
  'metric.transactions': /交易|流水|活跃|动账/,
  'metric.contribution': /贡献|利润|收益|收入|盈利|创收/,
  'sortBy.cvs': /评分|分值|价值分/,
  'sortBy.contribution': /贡献|利润|收益|收入|盈利|创收|赚/,
  'sortBy.clv': /终身|生命周期/,
  'model.clv': /价值|终身/,
  'model.segments': /分群|客群|聚类/,
  'model.recommend': /推荐/,
  'model.tree': /决策树|树形图|画成树/,
  'model.uplift': /提升效果|可劝留|打动/,
  'riskOrder.persuadable': /可劝留|劝得住|劝留|打动/,
  'model.churn': /流失/,
};
