import type {
  Finder,
  FollowUpReading,
  SaidGroup,
  SaidPlaces,
  SaidReference,
} from '../../reading.ts';
import { numerals, readNumeral } from './numerals.ts';

const number = `(?:\\d{1,2}|[${numerals}]{1,3})`;
const who = '(?:个|位|名|号|条|家|户)';
const customer = '(?:的?(?:客户|储户|顾客|用户|人))?';
/** What no place of a list is: times, and parts of something. */
const notTime = '(?! ?(?:季|个?月|年|天|周|次|步|部|页|期|步骤|分行|支行|半))';

const joined = (ids: readonly string[]) => ids.map((id) => `客户${id}`).join('和');

const count = (said: string): number => readNumeral(said) ?? 0;
const one = (place: number, fromEnd = false): SaidPlaces => ({
  place,
  count: 1,
  fromEnd,
  written: joined,
});

const places: readonly Finder<SaidPlaces>[] = [
  { pattern: /前者|后者/u, read: ([said]) => one(1, said === '后者') },
  {
    pattern: new RegExp(
      `(?:名单|列表|表)?(?:里|中|上)?的?(前|头|最后|末尾|后)(${number})${who}${notTime}${customer}`,
      'u',
    ),
    read: ([, end = '', said = '']) => ({
      place: 1,
      count: count(said),
      fromEnd: /后|末/.test(end),
      written: joined,
    }),
  },
  {
    pattern: new RegExp(
      `(?:名单|列表|表)?(?:里|中|上)?的?(?:倒数第[一1]|最后(?:一|1)?)${who}${notTime}${customer}`,
      'u',
    ),
    read: () => one(1, true),
  },
  {
    pattern: new RegExp(
      `(?:名单|列表|表)?(?:里|中|上)?的?(?:头(?:一|1)|首)${who}${notTime}${customer}`,
      'u',
    ),
    read: () => one(1),
  },
  {
    pattern: new RegExp(
      `(?:名单|列表|表)?(?:里|中|上)?的?(?:排名|排)?第 ?(${number})(?:${who}(?:月(?!))?)?${notTime}${customer}`,
      'u',
    ),
    read: ([, said = '']) => (count(said) > 0 ? one(count(said)) : undefined),
  },
];

const references: readonly Finder<SaidReference>[] = [
  {
    pattern:
      /(?:这|那|该|此|同)(?:一?(?:个|位|名|家))?(?:客户|储户|顾客|用户|人(?!均|数|民|次|工|们)|先生|女士|公司|企业)|[这那]一?[位](?!数)|(?<![其吉])[他她它](?!们|人)|对方|其(?=余额|贡献|风险|交易|价值|流失|走势|历史|家庭|推荐|客户经理)/u,
    read: () => ({ whom: 'one', written: joined }),
  },
  {
    pattern:
      /[他她它]们(?:[两俩二三四五]个?)?|[这那](?:些|[两俩几二三四五2-5] ?(?:个|位|名|家|户))(?:客户|储户|人)?|(?:以上|上述)(?:[两二三四五2-5]?(?:个|位|名))?客户|[两俩二三四五2-5](?:个|位|者)(?:客户)?(?=都|一起|之间|比较|对比|相比|哪)|(?:比较|对比)(?:一下)?[两俩二2](?:个|位|者)/u,
    read: ([said]) => ({
      whom: 'these',
      written: (ids) => `${/^(?:比较|对比)/.test(said) ? '比较' : ''}${joined(ids)}`,
    }),
  },
  {
    pattern: /[这那]个(?!月|季|年|周|星期|分行|客群|模型|月)/u,
    read: () => ({ whom: 'something', written: joined }),
  },
];

const groups: readonly Finder<SaidGroup>[] = [
  {
    pattern:
      /(?:[他她它]们)?(?:[那这]边|[那这]里|[那这]儿)的?|(?:[那这该此本]|同一)(?:个|家|间)?(?:分行|支行|网点|地方|城市)的?/u,
    read: () => ({ filter: 'branch', surely: true, written: (name) => `${name}分行的` }),
  },
  {
    pattern:
      /(?:[那这该此]|同一)(?:个|群|类|些|批|帮)?(?:客户群体?|客群|群体|人群|分群|细分|群人)(?:[里中]面?)?/u,
    read: () => ({ filter: 'segment', surely: true, written: (name) => `${name}客群` }),
  },
  {
    pattern:
      /(?:[他她它]们|[这那](?:些|群|类|批|帮)(?:客户|储户|人)?)(?:当中|之中|里面|里头|里|中)?|其中|(?:当中|里面)(?=谁|哪)/u,
    read: () => ({ filter: 'segment', surely: false, written: (name) => `${name}客群` }),
  },
];

const page = '(?:页|批|屏)';

export const followUps: FollowUpReading = {
  opens:
    /^(?:那么|那(?![个位些一家])|还有|另外|然后|再|也|以及|和|同样|一样|同上|换成|换为|换|改成|改为|改按|改看|改|(?:拉长|延长|放长|扩大|放宽|加长|缩短|缩小|压缩)(?:到|至|成|为)|来个|我要看?|我想看|不对|不是的?|不|错了|弄错了|搞错了|说错了|应该是|应是|我是说|我说的是|我指的是|我的意思是|我想问的是|我问的是|是问|是|如果是|要是|只要|只看|仅看|缩小到|聚焦到?|集中到|切换到|切到|只|仅|就看|就按|就|按)/u,
  closes: /(?:呢|也看看|也要|也看一下|也|才对)$/u,
  idleStart:
    /^(?:抱歉|对不起|不好意思|嗯|好的|好|行|可以|请问|请|麻烦|谢谢|关于|至于|接下来(?!的?[零一二两三四五六七八九十几半\d个])|(?:往后|往前|向前|向后)看(?=未来|接下来|今后|[零一二两三四五六七八九十半\d])|展望(?:一下)?|呃|哦|那边)/u,
  idleEnd: /(?:吧|啊|呀|吗|怎么样|如何|怎样|看看|一下|的话|行不行|可以吗|好吗|谢谢|就行|就好|了)$/u,
  asides:
    /只看|只要|仅看|仅|只|按照|按|根据|排序|排列|排名|排|换成|改成|改为|的|客户|储户|在|里|中|以|用|来|看|显示|列出|给我|我|范围|为|是|分行|支行|客群|层级|级别|名单|限于|限定|改|换|最近|时间|期间|区间|走势|情况|数据|图|一下|从|到|就|吧|呢|请|部分|那些|这些|指标|拉长到|缩短到|放宽到|共|内|个|位|名/gu,
  references,
  groups,
  mine: /^(?:只)?我(?:自己|名下|负责|管|手上|手里|经管)*的?(?:客户|组合|那部分|部分)?$/u,
  ahead: /[往向](?:后|前)看|展望/u,
  span: {
    pattern: /^(?:一?个?)(季度?|月|半年|年)的?$/u,
    read: ([, unit = '']) =>
      unit.startsWith('季') ? 3 : unit === '月' ? 1 : unit === '年' ? 12 : 6,
  },
  level: {
    pattern: /^(?:到|为|是|按)?(\d{1,3}(?:\.\d{1,4})?)( ?%)?$/u,
    read: ([, number, percent]) => ({ number: Number(number), percent: percent !== undefined }),
  },
  adds: [
    /^(?:请|麻烦|那|也|再|还有|另外|顺便){0,3}(?:加上|加入|加进|加个|加一?[个位家]|算上|带上|添上|补上|加)(?<whom>[^，,；;。]{1,60})/u,
    /^(?:请|麻烦|那|也|再){0,3}[把将](?<whom>[^，,；;。]{1,40}?)(?:加进来|加进去|加上|加入|算上|算进来|放进来|放进去|带上|添上)/u,
  ],
  comparesWith: [
    /^(?:请|麻烦|那么|那|再|他|她|它|这个客户|该客户){0,3}[跟和与同](?<whom>[^，,；;。]{1,40}?)(?:比起来|比较|相比|对比|比)/u,
  ],
  comparisonTail:
    /进来|进去|一起|一块儿|一块|比较|对比|比一比|比比|看看|放在一起|放一起|摆在一起|摆一起|会怎样|又如何|怎么样|如何|怎样|一下|一比|也|吧|呢|下|较/gu,
  places,
  antecedent:
    /客户(?!经理|号)|哪些|所有|全部|名单|客群|分行|支行|经理|模型|活动|摘要|组合|大家|人群/u,
  shows:
    /^(?:请|麻烦|帮我|帮忙|继续|接着|往|给我|我想|我要|想|要|看看|看|翻到|翻|显示|列出|列|来|把)/u,
  ofEverybody:
    /客户|储户|大家|所有|全部|全体|全行|整个|整体|总体|银行|我的|我们|咱|模型|简报|活动/u,
  atLarge: /谁|哪[个位些]|我(?!来)|咱|你|您|算法|本行|全行|银行/u,
  next: {
    pattern: new RegExp(
      `^(?:第 ?(${number}) ?${page}|(?:下|后)(?:面)?(?:一|1)?${page}|(?:下|后|后面|接下来|往后|再来|再多?给我?|再列|再看|另外|来)的? ?(${number}) ?${who}${customer}|(?:下(?:个|位|名)|更多|多一些|多来点|再多一点|再来一些|再来点|下一批|剩下|剩余|余下|其余|后面|接下来)的?${customer}|往下|继续|接着|下翻|往后翻|翻页|还有(?:谁|哪些|别人|别的|其他人|其他的?|其它的?|更多)?|其他人|别的)$`,
      'u',
    ),
    read: ([whole, page, said]) => {
      if (/^下[一1]?[个位名]/u.test(whole)) return { count: 1, single: true };
      const [asked, more] = [page, said].map((each) => (each === undefined ? 0 : count(each)));
      if (page !== undefined) return asked ? { page: asked } : undefined;
      return more ? { count: more } : {};
    },
  },
  previous: {
    pattern: new RegExp(
      `^(?:返回|回到)?(?:(?:上|前)(?:面)?(?:一|1)?${page}|(?:上|前面) ?(${number}) ?${who}${customer}|往前|往上|上翻|往前翻|返回|前面的?${customer})$`,
      'u',
    ),
    read: ([, said]) => (said === undefined ? {} : { count: count(said) }),
  },
  past: /最近|过去|近|前|上/u,
  thatAnswer:
    /把?(?:这个|那个|这份|那份|这张|那张|这些|那些|上面的?|刚才的?|它)(?:名单|列表|表|结果|内容|客户)?/u,
  atRiskList: '有流失风险的客户',
  about: (id, what) => `客户${id}${what}`,
  corrects:
    /^(?:不对?|不是|错了|等等|抱歉|哦不|算了)|改|换|挪|移|调|应该是|我是说|还是|只|去掉|拿掉|删掉|剔|加上|加埋|也[发要]|不[用要再]|别|发(?:到|给|去|送)/u,
  bareTime: /(?!)(?<hour>)/,
  besideChange:
    /不对|不是|不|错了|等等|抱歉|哦|算了|请|帮我|麻烦|把|将|它|这个|那个|这份|那份|简报|订阅|时间|改成|改为|改到|改在|改|换成|换到|换为|换|挪到|挪|移到|调到|调整为|调成|调为|应该是|应该|我是说|还是|发送|发|吧|了|的|在|到|为|成|是|我|要|一下|好|就/gu,
  agrees:
    /^(?:是的?|对的?|好的?|可以|行|没错|确认|确定|同意|改吧|就这样|嗯|要的?|取消吧|ok)(?:[，, ]*(?:谢谢|改吧|就这样|麻烦了?|吧|请))*[。.!！ ]*$/iu,
  declines:
    /^(?:不(?:要|用|改|是|了|必)?(?:了)?|别(?:改|了)?|算了|先不|取消操作|保持(?:原样|不变)|不用了?|别动)(?:[，, ]*(?:谢谢|算了|吧|保持原样))*[。.!！ ]*$/u,
  inLanguage: {
    en: /^(?:用|以|换成|改成|请用|能用|可以用)?(?:英文|英语)(?:说|回答|显示|再说一遍|呢|版)*[\s?？。!！吗吧]*$/u,
    zh: /^(?:用|以|换成|改成|请用|能用|可以用)?(?:中文|汉语|普通话)(?:说|回答|显示|再说一遍|呢|版)*[\s?？。!！吗吧]*$/u,
  },
};
