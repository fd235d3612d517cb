import type { ChoiceReading } from '../../reading.ts';

export const choices: ChoiceReading = {
  balance: /余额|存款|资产|资金/,
  transactions: /交易|流水|活跃|动账/,
  contribution: /贡献|利润|收益|收入|盈利|创收/,
  byScore: /评分|分值|价值分/,
  byContribution: /贡献|利润|收益|收入|盈利|创收|赚/,
  byLifetimeValue: /终身|生命周期/,
  valueModel: /价值|终身/,
  segmentModel: /分群|客群|聚类/,
  churnModel: /流失/,
};
