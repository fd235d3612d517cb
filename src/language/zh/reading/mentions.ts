import { idShape } from '../../customer-id.ts';
import type { MentionReading } from '../../reading.ts';
import { daysUntil } from './days-until.ts';
import { readNumeral } from './numerals.ts';

const monthsIn = (unit: string): number => (unit.startsWith('季') ? 3 : unit === '年' ? 12 : 1);
/** Nobody asks for more of the past than this many months. */
const longest = 240;

/** A percentage as a share between none and all. */
const shareOf = (percent: number): number | undefined =>
  percent > 0 && percent < 100 ? percent / 100 : undefined;

const number =
  '(?:[零〇一二两三四五六七八九十百千万亿几\\d][零〇一二两三四五六七八九十百千万亿\\d.,]*)';

/** What narrows down a list in ways in which none can be narrowed down. */
const restrictions = [
  `${number} ?岁(?:以上|以下|以内|左右|及以上)?`,
  `(?:大于|小于|超过|高于|低于|多于|少于|不少于|不低于|不超过|至少有?|最多有?(?! ?\\d{1,2} ?[位个名])|达到) ?${number} ?(?:%|元|块|万|亿|岁|个(?:产品|账户)|笔|张|欧元|美元|分)?`,
  `${number} ?(?:元|块|万元?|亿元?|欧元|美元)?(?:以上|以下)`,
  `前 ?(?:-\\d+|0(?![\\d.])|\\d+\\.\\d+|\\d{4,}(?=[位个名户人大]|的?客户)|\\d+ ?%|[一二两三四五六七八九]{2}(?=[位个名户人]))`,
  `[一二两三四五六七八九]{2}(?=[位个名户]的?客户)`,
  `[高中低](?:等级|端|价值|净值)?(?:或者?|和|及|、)[高中低](?:等级|端|价值|净值)`,
  `百分之(?![几多])${number}?|前一?半|前半`,
  `(?:[一二三四五六七八九十]{1,2}|(?<!\\d)\\d{1,2}) ?月(?:份|初|中|底)?(?:以来|至今|起)`,
  `排名?第? ?\\d+ ?(?:到|至|-) ?第? ?\\d+`,
  `(?:[一二三四五六七八九十]{1,2}|\\d{1,2}) ?月份?以来(?=[^\\d]{0,10}客户)`,
  `(?:(?:19|20)?\\d\\d ?年|今年|去年|本月|上个?月|本季度?|最近)(?:新)?(?:加入|开户|开立|注册|入行)`,
];

/** What says that an answer is to be told apart by some groups: 按分行, 各分行. */
const by = (groups: string): RegExp =>
  new RegExp(
    `(?:按照?|根据|依|分(?!布)|各个?|每一?个|每一?家|每一?种|每一?位|by|per) ?(?:各个?|不同的?|客户的?)? ?${groups}(?![a-z])(?! ?[=:：])`,
    'iu',
  );

export const mentions: MentionReading = {
  sending: /发|推送|提醒|通知|订阅|简报|摘要/,
  pausing: [
    {
      pauses: /暂停|停(?!留)|先别|不要发|别发|别再发|静音|挂起|恢复|重新开始|再发|再开始|歇/u,
      digest: /简报|订阅|推送|摘要|预警|日报|周报|提醒|名单|^(?:请|先)?暂停/u,
      until: /^(?:到|至|直到|等到|从|自)/u,
      untilBefore: /(?:到|至|直到|等到|等|从|自) ?$/u,
      span: {
        pattern:
          /(?:停|暂停|歇)(?:发|用|推送|一下|上|个)*([一二两三四五六七八九十\d]{1,3})个?(天|日|周|星期|礼拜|月)/u,
        read([, count = '', unit = '']) {
          const number = readNumeral(count);
          if (number === undefined) return undefined;
          return `+${number}${/天|日/u.test(unit) ? 'd' : unit === '月' ? 'm' : 'w'}`;
        },
      },
      untilUnknown:
        /(?:直到|等到|到)(?!期|时|底|我|另行|通知|现在|账|处|这|那|哪)[\p{Script=Han}]{1,6}(?:前|以前|之前|后|以后|为止|再|$)/u,
    },
  ],
  passing: {
    tells:
      /(?:告诉|通知|提醒|报给|告知|预警|知会|说一声|发我|发给|推送|简报|报警|叫我|喊我|讲一声|话我知|通报).{0,60}?(?:一旦|如果|要是|若|只要|超过|突破|达到|升到|升至|涨到|越过|高过|过)|(?:一旦|如果|要是|若|只要|谁|有|当|凡是|哪个|超过|突破|达到|升到|升至|涨到|越过|高过).{0,60}?(?:告诉|通知|提醒|报给|告知|预警|知会|说一声|发我|发给|推送|报警|叫我|喊我|讲一声|话我知|通报)|(?:阈值|门槛|界限|预警线)/u,
    crossing: {
      pattern:
        /(?:超过|突破|达到|升到|升至|涨到|涨过|高于|大于|越过|高过|升过|过了?|到了?|破|改为|改成|调到|调成|设为|设成|是|为)(?:了)? ?(?:(?:百分之(\d{1,2}(?:\.\d)?))|(\d{1,2}(?:\.\d)?) ?[%％]|(\d)成(半)?)(?:以上|及以上)?/u,
      read: ([, hundredths, percent, tenths, half]) =>
        shareOf(Number(hundredths ?? percent ?? Number(tenths) * 10 + (half ? 5 : 0))),
    },
    asSoonAs: /一旦|只要|立刻|立即|马上|第一时间|即刻|随时/u,
    worth: {
      before:
        /(?:总|终身|客户)?(?:价值|身家|身价|值)(?:在|为|有|达)?(?:超过|高于|大于|不低于|至少|达到|起码)? ?/u,
      after: /^(?:以上|及以上|之上)/u,
    },
  },
  digest: {
    pattern:
      /第? ?(\d+) ?[号个条则份]?(?:的)?(?:摘要|订阅|推送|推播|简报|提醒)|(?:摘要|订阅|推送|推播|简报|提醒)(?:任务)?(?:编号|第|号)? ?#?(\d+)(?:号|个|条)?/,
    read: ([, before, after]) => Number(before ?? after),
  },
  digestAlone: {
    pattern:
      /#(\d{1,3})(?!\d)|(?<![到至从自] ?)(?<!\d)(\d{1,3}) ?[号条](?!月)|第 ?(\d{1,3}) ?[号条个则份封项](?!月)|编号 ?(\d{1,3})(?!\d)/,
    read: ([, signed, counted, placed, named]) => Number(signed ?? counted ?? placed ?? named),
  },
  bySegmentation: ['按照', '按', '根据'],
  branch: { endings: ['分行', '支行'] },
  manager: {
    mine: /我(?:的|最|名下|负责|管的|管理的|手上|手里|手头|这边|那边).{0,10}(?:客户|组合|商机|盘子)|我(?:这|那)?(?:摊子|摊儿?|本账|盘子|摊)|(?<!给|帮|替|跟|和|同|向|对|让|叫|教|陪|问|发)我客户|我(?:名下|手上|手里|手头)(?=有|的|最|前|这|那|谁|哪)/,
    named: {
      pattern: /客户经理 ?(?!的|手下|名下|负责|管理|我)(\p{Script=Han}{2,4}?)(?=的|名下|负责)/u,
      read: ([, name]) => name,
    },
    owns: /^(?: ?(?:的|嘅|個|个|那|这|呢|本|punya)){1,3} ?(?:book|portfolio|pipeline|opp|deals?|客户|商机|机会|客群|名单|team|摊子?|账本?|账|册子|团队|簿)|^ ?(?:book|portfolio|pipeline|团队|那边)|^ ?(?:的|名下的?|负责的|手上的?|手里的?).{0,8}?(?:客户(?!\d)|组合|名下|商机|机会|生意|单子)|^ ?(?:经理|总)?(?:名下|手上|手里|手头|手下|管的|管户|负责的|所辖|带的|有(?:哪些|什么|啥|几)|(?:他|她)?(?:那|这)(?:本|摊子?|盘)|的?(?:那|这)边|的?盘子)/,
  },
  restriction: new RegExp(restrictions.join('|'), 'u'),
  trait:
    /[男女](?:性|士|客户|的|储户|用户|生|人)|(?<!百)姓\p{Script=Han}|还?没有?(?:联系|拜访|沟通)过?|(?<!费)(?:持?有|没有|办了|用(?!投诉))(?:房贷|按揭|贷款|信用卡|借记卡|存单|理财|保险|基金|客户经理|投诉)|生日|学生|退休|老年|年轻|企业|对公|小微|外籍|单身|已婚/u,
  negation:
    /(?:不在|不是|不属于|并非|非|除了?|除去|除开|不含|不包括|不包含|不算|不要|排除|没有)(?:属于|在|是)? *$/,
  negationAfter: /^ *(?:的?客户 *)?(?:除外|以外|之外|外(?=的|,|，| |$))/,
  coming: {
    pattern:
      /(?:未来|今后|接下来|下)(?:的)?([零一二两三四五六七八九十几\d]{0,3}) ?个?(天|周|星期|半年|月|季度?|年)(?:之?内|里)?|(?:(?<!\d)|(?=[一二两三四五六七八九十百几半]))([零一二两三四五六七八九十百几\d]{1,3}|半) ?个?(天|周|星期|月|季度|年)(?:之?内|以内|之?后|以后)|(半年)(?:之?内|以内|之?后|以后)/,
    read([, next, unit, within, withinUnit, half]) {
      const count = next ?? within ?? '';
      const counted = unit ?? withinUnit ?? '';
      if (half !== undefined || counted === '半年') return 6;
      if (count === '' && /周|星期/.test(counted)) return undefined;
      const number =
        count === '' ? 1 : count === '几' ? 3 : count === '半' ? 0.5 : readNumeral(count);
      if (number === undefined || number === 0 || number > longest) return undefined;
      const months = counted.startsWith('天')
        ? number / 30
        : /周|星期/.test(counted)
          ? number / 4.35
          : number * monthsIn(counted);
      return Math.max(1, Math.round(months));
    },
  },
  until: daysUntil,
  noDay:
    /(?:到|等到|截至|至)(?:春节|过年|年关|中秋节?|端午节?|清明节?|五一|暑假|寒假|[春夏秋冬]天)|(?:春节|过年|中秋节?|端午节?|清明节?|五一|暑假|寒假|[春夏秋冬]天)(?:[之以]?[前后](?!后))/u,
  narrowing: {
    before: /(?:在|来自|属于|名叫|叫|姓|持有|做|从事)$/u,
    after:
      /^的?(?:\p{Script=Han}{0,6}的)?(?:[\uE000-\uF8FF]|\p{Script=Han}{0,4})?(?:客户|客群|客人|储户|存户|用户|分行|名单)/u,
  },
  past: /最近|过去|近|前|上/,
  months: {
    pattern:
      /(?:最近|过去|近|前|这(?=[零〇一二两三四五六七八九十百千\d几半])|(?<!手)上)(?:的)?(?:([零〇一二两三四五六七八九十百千\d]{1,3}|几) ?)?个?(半年|月|季度?|年)|(?<!\d)([一二两三四五六七八九十\d]{1,2}) ?年半|(?<!\d)([零〇一二两三四五六七八九十百千\d]{1,3}) ?(?:个(月|季度)|(年)(?![\d底末]))|(半年)/,
    read([, count, unit, years, otherCount, otherUnit, year, half]) {
      const whole = years === undefined ? undefined : readNumeral(years);
      if (whole !== undefined) return whole * 12 + 6 > longest ? undefined : whole * 12 + 6;
      if (unit === '半年' || half !== undefined) return 6;
      const typed = count ?? otherCount;
      const number = typed === undefined ? 1 : typed === '几' ? 3 : readNumeral(typed);
      return number === undefined || number > longest
        ? undefined
        : number * monthsIn(unit ?? otherUnit ?? year ?? '');
    },
  },
  year: /(?<!\d)(?:19|20)\d\d ?年|[去前]年/,
  measure:
    /(?:个?月 ?|(?<!\d)\d{1,2} ?月(?:份)? ?)\d{1,2} ?[日号]?(?!\d| ?[位名户人个])|(?<!\d)\d{1,2} ?日|(?<![\p{Script=Latin}\d])\d+(?:\.\d+)? ?(?:个点|个百分点|周|星期|礼拜|天|点(?:半|钟|整)?|小时|分钟|秒|元|块钱?|欧元|美元|次|倍|斤|岁)(?![\p{Script=Latin}])/u,
  predicate: /(?:是|属于|算)(?:我们?的|一[个位名])? ?$/u,
  dividedBy: {
    tier: by('(?:价值)?(?:等级|层级|级别|档次|tiers?)'),
    branch: by('(?:分行|支行|网点|分支机构|branch(?:es)?)'),
    segment: by('(?:客群|分群|群体|细分|客户群|segments?)'),
    manager: by('(?:客户经理|经理|rms?|managers?)'),
    product: by('(?:产品(?:类型)?|products?)'),
    tag: by('(?:标签|tags?)'),
  },
  byFigure: /(?:按照?|根据)(?:余额|贡献|交易(?:笔数|量)?|终身价值|评分)/u,
  tag: {
    pattern:
      /(?:带有?|有|贴了?|打了?|打上) ?(?!哪|什么|几|多少|没)(?:"([^"]{1,60})"|([\p{L}\p{N}_-]{1,20}?)) ?(?:这个|的)?(?:标签|标记)的?|标签(?:是|为|叫|:|=) ?(?:"([^"]{1,60})"|([A-Za-z0-9_-]{1,60}|\p{Script=Han}{1,8}?(?=的)))的?/u,
    read: ([, quoted, word, ofTag, wordOfTag]) => quoted ?? word ?? ofTag ?? wordOfTag,
  },
  tier: {
    pattern:
      /(高|中|低)(?:等|档)?(?:价值|层级|等级|级别|端|净值|值|层|档)?(?<![高中低])(?!评分|分|最)的?(?:那|这)?(?=客户(?!名单)|储户|用户|顾客|人群|群体|群(?!组)|大佬|客(?![服户])|批|流失|有?风险|又|且|并| |,|，|$)/,
    read: ([, level]) => (level === '高' ? 'high' : level === '中' ? 'medium' : 'low'),
  },
  customer: {
    named: [
      new RegExp(
        `(?:客户|客戶|顾客|用户|储户|编号)(?:编号|号码|号)?(?:为|是|:)? ?(#?${idShape})(?!\\d|[/.:+&][\\dA-Za-z])(?! ?[位个名户人])号?`,
        'i',
      ),
    ],
    shown: [/(?<![A-Za-z\d])(\d+) ?号(?:的)?(?:客户|客戶|顾客|用户|储户)?/],
  },
  limit: {
    pattern:
      /前 ?(\d{1,3})(?!\d)[大位名个户家]?|(?<!\d)(\d{1,3}) ?(?:[位名户家条]|通(?=电话|的?[该打给])|个(?!月|季)|大(?=客户|重点|优质|核心|贵宾|vip|高))/i,
    read([said, before, after]) {
      const count = Number(before ?? after);
      return count > 0 ? { count, first: said.startsWith('前') } : undefined;
    },
  },
};
