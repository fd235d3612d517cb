import { endOfMonth } from '../../day-ahead.ts';
import type { OpportunityReading, SaidAmount } from '../../reading.ts';
import { numerals, readNumeral } from './numerals.ts';

const digits = '\\d{1,12}(?:,\\d{3}){0,3}(?:\\.\\d{1,6})?';
const numeral = `[${numerals}]{1,9}`;
const notPartOf = '(?<![\\p{Script=Latin}\\d.])';
const currency = '(人民币|欧元|美元|英镑|日元|港币|瑞郎|元|块钱?)';
const units: Readonly<Record<string, string>> = {
  人民币: 'CNY',
  欧元: 'EUR',
  美元: '$',
  英镑: 'GBP',
  日元: 'JPY',
  港币: 'HKD',
  瑞郎: 'CHF',
};
const scales: Readonly<Record<string, number>> = {
  千: 1e3,
  万: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
};

/** An amount with what multiplies it: 20万, 两百万, 1.5亿. */
function amountOf(said: string, scale?: string, unit?: string): SaidAmount | undefined {
  const count = /^\d/.test(said) ? Number(said.replaceAll(',', '')) : readNumeral(said);
  if (count === undefined || !(count > 0)) return undefined;
  const amount = Math.round(count * (scales[scale ?? ''] ?? 1) * 100) / 100;
  return { amount, unit: units[unit ?? ''] };
}

export const opportunities: OpportunityReading = {
  named: /商机|销售机会|业务机会|漏斗|管道|在谈/u,
  within: {
    before: /(?:关于|按|针对)$/u,
    after: /^的/u,
    stage: /(?:线索|已确认|方案|报价|提案|谈判|商谈)阶段/u,
  },
  products: [
    ['mortgage', /(?:住?房贷款?|按揭(?:贷款)?|住房贷款|房屋贷款)/u],
    ['term-deposit', /定期(?:存款|存单)?(?!转账|简报|推送|报告|发)|大额存单/u],
    ['standing-order', /定期转账|自动转账/u],
    ['current-account', /活期(?:账户|存款)?|往来账户|结算账户/u],
    ['savings', /储蓄(?:存款|账户)?|存款/u],
    ['insurance', /保险|寿险|车险|保单/u],
    ['card', /信用卡|借记卡|银行卡|贷记卡/u],
    ['loan', /(?:消费|个人|经营|企业|汽车|车|信用|抵押)?贷款|车贷|经营贷|消费贷|信用贷|透支/u],
    ['investment', /(?:投资)?理财(?:产品)?|投资(?:产品)?|基金|证券/u],
  ],
  stages: [
    [
      'lost',
      /(?<!(?:卡|折|盾|证|证件|手机|密码器|令牌|钥匙|存单|护照|印章|公章|支票|钱包|包)(?:又|给|被|都|也|不小心|好像|不慎)?(?:弄|搞|遗)?)丢(?:了|单|失|掉)|失败|输(?:了|单|掉)|拒绝|婉拒|谢绝|回绝|没(?:有)?(?:谈成|成交|办成|签成|接受|要|成)|黄了|吹了|谈崩|谈不拢|放弃|不(?:想要|要了|办了|接受|考虑|需要|感兴趣|做了)|流失(?:掉)?了?(?=商机)|落空|被.{0,8}抢走/u,
    ],
    [
      'won',
      /成交|赢(?:单|得|了|下)|谈成|签(?:了|下|妥|完|好)|已(?:经)?签(?:约|单|署)?|签约(?:成功|完成|了)|拿下|接受|办成|办妥|做成|成功/u,
    ],
    ['negotiation', /谈判|商谈|磋商|议价|洽谈|协商|谈条件|谈利率|正在谈/u],
    ['proposal', /(?<!从)(?:方案|报价|提案|建议书)/u],
    ['qualified', /(?<!从)(?:合格|资格(?:已|确认)|意向(?:明确|确认|已)|需求(?:明确|确认)|已确认)/u],
    ['lead', /(?<!从)(?:线索|初步意向|潜在(?:商机|机会|需求))/u],
  ],
  amounts: [
    {
      pattern: new RegExp(
        `${notPartOf}(${digits}|${numeral}(?=[十百千]?万|亿)) ?([十百千]?万|亿|千(?=[元欧美]))${currency}?`,
        'u',
      ),
      read: ([, said = '', scale, unit]) => amountOf(said, scale, unit),
    },
    {
      pattern: new RegExp(`${notPartOf}(${digits}) ?${currency}`, 'u'),
      read: ([, said = '', unit]) => amountOf(said, undefined, unit),
    },
    {
      pattern:
        /(?:金额|额度|总额|规模|大约|约)(?:改为|改成|调到|为|是|约|在)?:? ?(\d{3,12}(?:\.\d{1,2})?|\d{1,3}(?:,\d{3}){1,3})(?! ?[\d.,十百千万亿])/u,
      read: ([, said = '']) => amountOf(said),
    },
    {
      pattern: /(?<![\p{L}\d.,])\d{1,3}(?:,\d{3}){1,3}(?![\d.])/u,
      read: ([said]) => amountOf(said),
    },
  ],
  bareAmounts: [
    {
      pattern: /\uE000 ?(?:商机)?(?:[:：，,]|金额)? ?(\d{4,12})(?![\d\p{Script=Latin}])/u,
      read: ([, said = '']) => amountOf(said),
    },
  ],
  closes:
    /(?:预计|计划|争取|力争|预期)?(?:结束|完成|成交|签约|关闭|截止|到期|落地|放款)(?:日期?|时间)?(?:为|是|在|于)?/u,
  closing: [
    {
      pattern: new RegExp(
        `(?:预计|计划|争取|在|于|到)?(?:(20\\d\\d) ?年|明年|今年)?(?<!\\d)(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九]) ?月(?:份|底|末|内|之前|以前|前)?(?! ?[\\d${numerals}]|(?:之|以)?后)`,
        'u',
      ),
      read: ([, year, month = '']) =>
        endOfMonth(readNumeral(month) ?? 0, year === undefined ? undefined : Number(year)),
    },
    { pattern: /(?:今年)?(?:年底|年末)(?:之?前)?|今年(?:之?内|以内)/u, read: () => '--12-31' },
    { pattern: /(?:本|这个?)季度?(?:末|底|内)?|季度?末|季底/u, read: () => 'eoq' },
    {
      pattern: /(?:第)?([一二三四1-4]) ?季度(?:末|底|内)?/u,
      read: ([, quarter = '']) => endOfMonth(3 * (readNumeral(quarter) ?? 0)),
    },
  ],
  nextStep: /[,，。;；:：]? ?(?:下一?步(?:计划|行动|工作)?|接下来|后续)(?:是|要|为|需要?|:|：)? ?/u,
  nextStepOf: /(?:下一?步|后续)(?:计划|行动|工作)?[:：]/u,
  wants: /想(?:要|办|申请|买|了解|做)|需要|感兴趣|有意|打算|考虑|咨询|询问|看中|问(?:了|到|起)?/u,
  ends: /还清|提前还|结清|取消|注销|销户|转走|赎回/u,
};
