import type { CampaignStartReading } from '../../reading.ts';
import { readNumeral } from './numerals.ts';

const number = '[零一二两三四五六七八九十百\\d]';
const shareOf = (share: number | undefined): number | undefined =>
  share !== undefined && share > 0 && share < 1 ? share : undefined;
const daysIn: Readonly<Record<string, number>> = {
  天: 1,
  周: 7,
  星期: 7,
  礼拜: 7,
  月: 365.25 / 12,
  季度: 365.25 / 4,
  季: 365.25 / 4,
  年: 365.25,
};
const held = '(?:留出|预留|保留|留下|留|拿出|抽出|抽|划出|空出)?';
const asControl =
  '(?:的?(?:客户|人))?(?:作为|做为|当作|作|做|当|留作|不联系|先不联系|留出|进)?(?:对照组|对照|参照组|控制组)?';

/** How people speak of starting a campaign, in Chinese. */
export const campaignStart: CampaignStartReading = {
  starts:
    /(?:发起|启动|开始|开展|展开|创建|新建|建立|建|做|搞|策划|计划|安排|办|来|推出|设立|设|组织|上线|开|弄|准备|试|想要|需要|要|跑).{0,40}(?:活动|营销|挽留计划|实验|试验|试点|对照组|对照)|新的?(?:营销)?活动|留出.{0,12}(?:对照|客户|不联系)/u,
  not: /效果|结果|成效|有没有用|有用|管用|怎么样|如何|成功|哪些活动|什么活动|列出|所有活动|进展|多少活动/u,
  share: [
    {
      pattern: new RegExp(
        `${held} ?(\\d{1,2}(?:\\.\\d)?) ?[%％]${asControl}|${held}百分之 ?(${number}{1,3})${asControl}`,
        'u',
      ),
      read([, digits, words]) {
        const percent = digits === undefined ? readNumeral(words ?? '') : Number(digits);
        return shareOf(percent === undefined ? undefined : percent / 100);
      },
    },
    {
      pattern: new RegExp(
        `${held} ?([一二两三四五六七八九\\d]) ?成(?!功|立|为|本)${asControl}`,
        'u',
      ),
      read([, tenths = '']) {
        const count = readNumeral(tenths);
        return shareOf(count === undefined ? undefined : count / 10);
      },
    },
    {
      pattern: new RegExp(`${held}(${number}{1,2})分之(?:一|1)${asControl}`, 'u'),
      read([, parts = '']) {
        const count = readNumeral(parts);
        return shareOf(count === undefined ? undefined : 1 / count);
      },
    },
    { pattern: new RegExp(`${held}一半${asControl}`, 'u'), read: () => 0.5 },
  ],
  days: [
    {
      pattern: new RegExp(
        `(?:为期|持续|历时|时长|期限|跑|做|进行|共|为)? ?(?<!第|\\d|过去|最近|近|前|上|去)(${number}{1,3}) ?(天|周|星期|礼拜|季度|年|个(?:月|星期|礼拜|季度))`,
        'u',
      ),
      read([, count = '', unit = '']) {
        const times = readNumeral(count);
        const one = daysIn[unit.replace('个', '')];
        return times === undefined || one === undefined ? undefined : Math.round(times * one);
      },
    },
    { pattern: /(?:为期|持续|历时|跑|做)?半年/u, read: () => Math.round(365.25 / 2) },
  ],
  name: [
    {
      pattern:
        /[，,、]?(?:就?叫做|就?叫|名为|名叫|名称[是为]|名字[是叫]|取名叫?|命名为|起名叫?)[ “「]?([^\s"“”「」，,。；;的]{1,30})[”」]?(?:的)?/u,
      read: ([, name]) => name,
    },
  ],
  atRisk:
    /(?:有流失风险|流失风险高?|高危|快要?流失|要流失|可能流失|可能离开|想走|要走|濒临流失|有风险)/u,
  outcomes: [
    ['conversion', /按?转化率?|交叉销售|销售|办理率/u],
    ['contribution', /按?贡献|收益|利润/u],
    ['retention', /按?留存率?|挽留|留住/u],
  ],
};
