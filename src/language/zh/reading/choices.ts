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
  'digestLanguage.en': /英文|英语/,
  'digestLanguage.zh': /中文|汉语|普通话/,
  'digestPlace.here':
    /(?:发|送|推|挪|移|转|改|放)(?:送)?(?:给|到|在|来|至)?(?:这里|这儿|这个(?:频道|群|会话|聊天)|本(?:频道|群)|我这|我的(?:私聊|收件箱))/,
  'digestPlace.elsewhere':
    /(?:发|送|推|挪|移|转|改)(?:送)?(?:给|到|去|至|在)?(?:<?#[\p{L}\d]|(?!(?:这|本))[\p{Script=Han}]{0,8}(?:频道|群)|(?:slack|teams|邮箱|邮件|微信|钉钉))/iu,
  'digestWhom.all':
    /(?:所有|全部|全体|每个)(?:的)?(?:客户|支行|分行|客群)|不再?(?:限|筛选|限制)|取消(?:筛选|限制|过滤)|全行/,
  'reportPeriod.monthly': /月报|[上本这每]个?月|月度|(?:^|[^十])一个月/,
  'reportPeriod.quarterly': /季/,
  'reportPeriod.weekly': /周|星期|礼拜|七天|7天/,
  'riskOrder.persuadable':
    /可劝留|劝得[住动]|劝[得能]?留|打动|说得动|挽[回留]得[了回住]|能(?:劝|挽)[回留住]/,
  'model.churn': /流失/,
};
