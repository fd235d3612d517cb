/** What the words of the field mean: a concept, and the words and phrases that say it in either language. */
type Entry = { concept: string; en: string; zh: string };

/**
 * Phrases are separated by "|". A word in several concepts counts for the first. Concepts let a sentence meet an
 * example that says the same in other words, or in the other language.
 */
export const lexicon: readonly Entry[] = [
  {
    concept: 'help',
    en: 'help|can you do|can you help|what can i ask|what can i do here|what can you|what can this|how do i use|how to use|use this|use the bot|use you|use it|questions can i ask|which questions|what questions|can i ask|i ask you|what can i do|do with this|my options|options|how do you work|how does this work|how does it work|commands|instructions|capabilities|capable of|menu|manual|guide|able to do|bot work|does this bot|get started|who are you|what do you know|what are you|what do you do|tutorial|usage|user guide|support|new here|how can you help|teach me|show me how|example questions|sample questions|what should i ask|cheat sheet|your skills|understand|learn to use|introduce yourself|this bot work|the bot work|bot works|what you do|where do i start|where to start|how do i start|how to start|put to you|ask of you|you capable|you tell me|can you tell me|able to tell|new to this|i am new|show commands|list of commands|list commands|all commands|what is this|commands are there|be of help|be of use|talk to you|speak with you|communicate with you',
    zh: '能做什么|怎么问|怎么问你|如何提问|提问|能做些什么|会做什么|会做些什么|能干什么|能干啥|能干嘛|会什么|会些什么|会干什么|帮助|怎么用|如何使用|怎么使用|怎样使用|如何用|怎么操作|功能|命令|指令|菜单|使用说明|说明书|使用方法|使用指南|你是谁|可以问你什么|能问什么|能问你什么|可以问什么|可以问|能问|用法|能回答|会回答|能帮我什么|帮我做什么|选择|做什么|干什么|机器人|使用|能帮我做|能为我做|提供什么服务|怎么和你对话|上手|新手|教我|不会用|可以做什么|会啥|能干吗|怎么玩|怎么弄|支持哪些|支持什么|介绍一下你自己|介绍你自己|有什么用|能做啥|做些什么|能帮上什么|问些什么|问点什么|问什么|怎么提问|怎么搞|怎么开始|从哪开始|从哪里开始|告诉我些什么|能告诉我什么|能告诉我些什么|跟你提|向你提|提哪些|怎么查|怎么看|怎么让你|说明|新来的|新人|刚来|所有命令|全部命令|命令列表|会些啥|问得出|怎么跟你说|怎么跟你说话|跟你说话|怎么跟你',
  },
  {
    concept: 'suppose',
    en: 'what if|if|suppose|supposing|supposed|assume|assuming|assumption|simulate|simulation|imagine|scenario|recalculate|recompute|recalc|whatif|hypothetically|were to|instead',
    zh: '如果说|如果|假如|假设|假定|假使|要是|若是|若|倘若|万一|模拟|重新计算|重新算|重算|再算|情景|换成|改成|改为|设成|设为',
  },
  {
    concept: 'portrait',
    en: 'portrait|characterise|characterize|characterised|characteristic|characteristics|characterises|typical|typically|special|describe|description|different|differ|apart|distinguish|distinguishes|distinctive|traits|in common|stand out|average member|sort of people|kind of people|share|average|mean value|who are these',
    zh: '特征|特点|特色|特性|描述|描绘|典型|是什么样|什么样的|啥样的|区别|不同|与众不同|刻画|共同点|有何特别|特别|画个像|平均|什么人|怎样的人|什么样的人',
  },
  {
    concept: 'moved',
    en: 'moved into|move into|moved in|moved out|moved out of|moved to|joined|join|entered|enter|came into|migrated|migration|shifted to|fell into|newcomers',
    zh: '流入|流出|进入|迁入|迁出|转入|转出|加入|搬进|掉进|掉到|新进|移入|移出',
  },
  {
    concept: 'contact',
    en: 'call|calling|phone|ring|contact|reach out|reach out to|talk to|speak to|speak with|visit first|get in touch|get in touch with',
    zh: '打电话|打个电话|致电|拜访|回访|沟通|通电话|联络',
  },
  {
    concept: 'when',
    en: 'when|what time|how often|at what time',
    zh: '几点|什么时候|何时|多久|什么时间|哪天|多长时间',
  },
  { concept: 'product', en: 'product|products', zh: '产品|品种' },
  {
    concept: 'whose',
    en: 'which segment|what segment|which tier|what tier|which group|belong to|belong|belongs to|profile|look up|lookup|pull up|bring up|details|detail|information|info|record|file|card|tell me about|know about|background|facts about|figures for|figures|lowdown|run me through|walk me through|brief me on|brief me|rundown on|fill me in on|fill me in|dossier|client card|customer card|fact sheet|data on|facts|sheet|remind me who|overview of',
    zh: '属于|哪一类|哪类|哪个客群|什么客群|哪个群|哪个等级|什么等级|哪个层级|什么层级|哪一层|哪一级|资料|详情|信息|档案|名片|画像|查一下|查询|查看|查|介绍一下|介绍|看看|看一下|了解|调出|调取|调一下|拉一下|客户信息|基本信息|基本情况|底细|背景|简介|查下|查查|看下|瞧瞧|瞧一下|资料卡',
  },
  {
    concept: 'worth',
    en: 'worth|how valuable|lifetime value|expected lifetime value|expected value|life time value|clv|ltv|cltv|valuation|value score|cvs|valued at|value|valuable to us|bring us|bring in|how important|important for us|important to us|importance|how much money|economic value|good customer|good client|money from|expect from|earn from|make from|earn with|make with|in euros|in money|net present value|npv|figures for|relationship worth|short version|in money terms|worth of|picture of|in their lifetime|coming years',
    zh: '值多少钱|值多少|多值钱|值钱|终身价值|生命周期价值|全生命周期价值|价值评分|价值分|价值|估值|身价|多重要|重要不重要|重要吗|有多重要|重要性|重要|分值|clv|cvs|ltv|能赚|能带来|好客户|含金量|经济价值|净现值|价值多大|贡献多少钱|赚多少|一辈子|能赚多少|客户卡片|分量|贵重|值钱不值钱|价值分数|创造多少价值|客户卡',
  },
  {
    concept: 'top',
    en: 'top|best|most|number one|most valuable|most profitable|biggest|largest|highest|most important|important|leading|richest|key|vip|premium|ranking|rank|ranked|leaderboard|worth the most|prioritise|prioritize|focus on|contribute most|contribute the most|bring in the most|earn us the most|most money|valuable|crown jewels|star customers|sorted by|ordered by|order by|sort by|lucrative|most lucrative|whales|big fish|strongest|matter most|matters most|matter the most|mean the most|best performing|worth most|heavyweights|top ranked|pay us the most|bring the most|make us the most|the most money|order by value|biggest contributors|biggest fish|key accounts|key clients|key customers|most valued|most precious|cream|elite|put first|spoil|pamper|most of our money',
    zh: '最有价值|最值钱|价值最高|价值最大|贡献最大|贡献最高|贡献最多|最赚钱|最重要|重要客户|最优质|最好|最大|最高|最多|排名|排个名|排一下名|排行榜|排行|排序|榜单|头部|重点|优质|贵宾|大客户|前几名|靠前|名列前茅|高价值|高净值|top|vip|顶级|最核心|最富有|最值得|榜|领先|最强|最赚|赚钱最多|带来最多|金主|大户|排前|名次|排个序|排一排|从高到低|由高到低|价值榜|首位|第一名|头号|数一数二|最肥|最关键|关键客户|核心客户|顶尖|尖子|前几|排一下|排的|从高往低|最有钱|掌上明珠|最优|最佳|前三大|前五大|前十大|主要来自|最大的|最值|名列',
  },
  {
    concept: 'leave',
    en: 'leave|leaving|leaver|left|churn|churning|churner|attrition|attrite|defect|defecting|quit|quitting|lose|losing|lost|loss|depart|departing|departure|go away|going away|walk away|walking away|walk out|walking out|walk|jump ship|out of the door|out the door|on the way out|say goodbye|switch bank|switch to another bank|move to a competitor|go elsewhere|take their business elsewhere|close their account|close their accounts|slipping away|slip away|drifting away|save|rescue|retain|retention|keep|worry about|worried about|disengage|disengaging|bail|bailing|bolt|exit|exiting|gone|moving away|move away|moving bank|move bank|change bank|changing bank|change banks|move their money|pull their money|take their money|taking their money|pulling out|pull out|desert|abandon|abandoning|leavers|lapse|lapsing|run off|win back|hang on to|hold on to|stay|staying|closing their account|stop banking|wander off|poach|poached|poaching|to a competitor|to the competition|competitor|competition|elsewhere|another bank|goodbye|dropping us|ditch us|ditch|dump us|say bye|=switching|switch to|churned|go to|taken by',
    zh: '流失|离开|离行|走掉|要走|想走|跑掉|跑了|要跑|跑路|流走|销户|转走|转去别的银行|转到别的银行|转投|跳槽|留不住|挽留|留住|失去|丢掉|流逝|离我们而去|不再用我们|换银行|走人|离网|保不住|会走|要走了|走吗|会跑|溜走|溜掉|溜|流失客户|转户|转移资金|撤资|清户|搬走|要撤|撤走|留不下|留下来|留下|留得住|挽回|挖走|被挖|丢客户|掉客户|丢失|离去|退出|保住|投奔|想跑|别的银行|他行|竞争对手|换行|想换银行|要换银行|不太稳|离我们|不跟我们|别家银行|别家|被挖走|挖角',
  },
  {
    concept: 'risk',
    en: 'risk|risky|riskiest|at risk|most at risk|highest risk|danger|dangerous|endangered|vulnerable|shaky|fragile|in trouble|red list|watch list|watchlist|warning|warnings|unsafe|threatened|worrying|worrisome|concern|concerned|concerning|watch out|look out for|red flag|red flags|jeopardy|wobbly|wobbling|unhappy|dissatisfied|losing interest|flight risk|flight risks|riskier|in the red|unstable|uncertain|trouble|troubled|not happy|frustrated|annoyed|disappointed',
    zh: '风险最高|最高风险|风险最大|最危险|风险|高危|危险|预警|岌岌可危|不稳定|不稳|告警|警示|出问题|堪忧|需要关注|要关注|要留意|警惕|担心|当心|留心|盯|盯着|盯住|重点关注|关注|标红|亮红灯|红灯|危急|不满|不满意|不妙|隐患|动摇|松动|不稳固|担忧|操心|不太稳|不大稳|不开心|抱怨|不高兴|失望',
  },
  {
    concept: 'likely',
    en: 'likely|most likely|likeliest|probable|probability|likelihood|chance|chances|odds|prone|about to|going to|soon|may|might|possibly|on the verge|on the brink|in danger of|tempted|thinking of|thinking about|considering|planning to|plan to|possibility|any day|close to|=potential|potentially|probably|too late|before it is too late',
    zh: '可能性|最可能|很可能|可能会|可能|概率|几率|机率|快要|即将|会不会|倾向|最容易|容易|马上|可能要|有可能|多大可能|边缘|迹象|苗头|随时|将要|临近|潜在|恐怕|说不定',
  },
  {
    concept: 'why',
    en: 'why|reason|reasons|explain|explanation|cause|causes|because|how come|what drives|what is driving|driving|drive|driver|drivers|factor|factors|what makes|what is making|is making|behind|what is wrong with|whats wrong with|wrong|rationale|justify|due to|lead to|what explains|what led|suggest|suggests|indicate|indicates|flag|flagged|signal|signals|what happened|what went wrong|root cause|root causes|trigger|triggers|triggered|how so|what caused|because of what|what puts|what pushes|contributing to|=signs|sign of|signs of|turned red|pushing up|pushes up|raises|on what grounds|make him go|the matter with',
    zh: '为什么|为何|为啥|怎么会|怎么就|怎么这么|何以|原因|理由|解释|解读|因素|凭什么|怎么回事|因为什么|由于什么|驱动|哪里出了问题|说明原因|归因|什么导致|导致|什么造成|造成|依据|缘故|缘由|咋回事|咋就|咋|为嘛|何故|根源|症结|怎么啦|触发|凭啥|哪儿不对|哪里不对|啥原因|背后|出了什么事|什么问题|问题在哪|问题出在|推高|拉高|所致|变高风险|怎么突然|突然变',
  },
  {
    concept: 'trend',
    en: 'trend|trends|trending|draw|sketch|history|historical|over time|evolution|evolve|evolved|development|developed|developing|develop|chart|graph|plot|curve|course|movement|moved|change|changed|changes|month by month|monthly|by month|per month|trajectory|timeline|time series|over the year|over the months|progress|progression|fluctuate|went up or down|gone up|gone down|going up|going down|rising|falling|growing|shrinking|grown|been doing|less than before|more than before|than before|less active|more active|dropped|drop|declined|decline|decreased|decrease|increased|increase|rise|rose|fell|fallen|recently|lately|go down|go up|went down|went up|swing|swings|diagram|visualise|visualize|each month|every month|year on year|month on month|since|downward|upward|dynamics|year to date|came down|come down|shrunk|dip|dipped|up or down|over the last|over the past|lower than|higher than|less than|more than|putting less|putting in less|a year ago|than last year|ups and downs|course of|table by month|month after month|stopped using|stopped',
    zh: '走势图|走势|画出|画一张|画|趋势图|趋势|变化|变动|曲线|曲线图|历史|折线图|图表|按月|逐月|每个月|每月|月度|发展|演变|波动|涨跌|增减|涨了|跌了|上升|下降|增长|这些月|历来|以来|走向|趋向|变多|变少|多了|少了|减少|增加|增多|动态|轨迹|环比|同比|往年|逐年|每年|历年|回落|下滑|掉了|上涨|下跌|下降了|变低|变高|缩水|起伏|变动情况|一个月一个月|涨|跌|越来越少|越来越多|越来越|画个|一路走来|很少',
  },
  {
    concept: 'balance',
    en: 'balance|balances|deposit|deposits|money in the account|funds|account total|savings amount|assets|aum|account balance|on the account|kept with us|saved up|=savings|=holdings|money in|saved with us|on deposit',
    zh: '余额|存款|资产|资金|账上|户头|账户余额|存的钱|存了|存款额|存量|结余|资产规模|存钱|储蓄额',
  },
  {
    concept: 'contribution',
    en: 'contribution|contributions|contribute|contributed|contributes|profit|profits|profitability|revenue|revenues|income|margin|earned us|earnings|net contribution|generate|generated|generates|earned|made us|make us|brought in|brought us|net income',
    zh: '贡献度|贡献|利润|收益|收入|创收|盈利|进账|赚了|营收|毛利|带来收入|净收入',
  },
  {
    concept: 'transactions',
    en: 'transaction|transactions|activity|payments|number of payments|number of transactions|account activity|usage of the account|using their account|use their account|uses the account|using the card|use the card|uses the card|card usage|card payments|card use|transfers|purchases|spending|movements|how often|how active|use of the account|turnover|=bookings',
    zh: '交易笔数|交易量|交易次数|交易|流水|活跃度|活跃情况|动账|笔数|消费|刷卡|付款|支付|用卡|活跃|往来|交易额|交易数|使用频率|频率|交易几次|几笔|很少交易|交易少',
  },
  {
    concept: 'segment',
    en: 'segment|segments|segmentation|cluster|clusters|customer group|customer groups|groups|group|customer types|types of customer|types of customers|kinds of customer|kinds of customers|kind of customers|sorts of customers|types|kinds|categories|category|cohort|cohorts|groupings|grouping|personas|persona|segmentations|clustering',
    zh: '客户分群|客户群|客户群体|客户细分|客户分类|客户类型|客户分组|客群|分群|群体|细分|分类|分组|类型|类别|类客户|种客户|人群|几类|哪几类|几种|哪几种|哪些类|圈层|群组|分层|客层|分群结果|聚类|分簇',
  },
  {
    concept: 'breakdown',
    en: 'break down|breakdown|break it down|distribution|distributed|split|splits|composition|made up|make up|mix|structure|share of each|divided|divide|spread|how many in each|by segment|per segment|size of each|sizes|consist of|consists|proportion|proportions|percentages|how big is each|biggest group|carve up|carved up|fall into|sorted into|by group|per group|split up',
    zh: '分布情况|分布|构成|结构|划分|占比|组成|比例|怎么分|如何分|各有多少|每个群|各个群|各群|分成|分为|多少人|比重|各占|各类|各自|规模|切分|拆分|拆解|怎么分的|多少个群|分几|人数|拆开|拆',
  },
  {
    concept: 'book',
    en: 'book|book of business|portfolio|book of customers|clientele|my customers overall|all my customers|my clients overall|roster|caseload|client base|customer base|client list|all my clients|accounts i manage|patch|my accounts|our customers overall|all customers|all our customers|my clientele',
    zh: '客户组合|客户池|客户盘子|名下客户|名下的客户|手上的客户|手里的客户|管的客户|管户|管户情况|管理的客户|负责的客户|客户群整体|整体客户|组合|盘子|业务簿|客户全貌|客户盘|手头客户|手头的客户|我的盘|家底|手上客户|手里客户|全部客户|所有客户|客户总体',
  },
  {
    concept: 'summary',
    en: 'doing|summary|summarise|summarize|overview|status|state|performance|performing|perform|at a glance|overall|in total|big picture|snapshot|sum up|recap|health|shape|rundown|going|look like|looking|how does my|stand|stands|totals|how are things|how is it going|key figures|kpis|stats|statistics|dashboard|checkup|altogether|together|worth together|combined|aggregate|headline numbers|headline figures|headline|in good shape|my numbers|at large|as a whole',
    zh: '怎么样|怎样|如何|概况|总览|汇总|整体|总体|概览|总结|概要|全局|表现|情况|近况|状况|健康|一览|小结|总共|合计|现状|好吗|好不好|大体|大致|全貌|形势|局面|关键指标|一共|加起来|合起来|总和|总值|总额|总量|全盘|盘点|体检|基本面|咋样|如何了|汇报|经营|经营得|状况如何|整体状况|全行|体量|做得怎么样|做得如何|啥情况|表现如何',
  },
  {
    concept: 'digest',
    en: 'digest|digests|newsletter|alert|alerts|subscription|subscriptions|briefing|briefings|reminder|reminders|notification|notifications|bulletin|morning mail|mailing|mailings|scheduled|schedule|schedules|regular list|standing order for|daily mail|daily list|daily email|morning list|morning email|morning report|recurring|roundup|signed up for|sendouts|messages from you|by mail from you|scheduled messages|regular messages',
    zh: '摘要|订阅|推送|简报|提醒|通知|早报|日报|定时任务|定时|定期|晨报|推送任务|消息推送|每日邮件|邮件推送|定时消息|消息提醒|例行|晨间推送|定期推送|订阅推送|定时发送|发的东西|发哪些|都发什么|发什么',
  },
  {
    concept: 'send',
    en: 'send|sends|sending|email me|mail me|mail|deliver|push|remind me|remind|notify me|notify|subscribe|subscribe me|sign me up|sign up|like to get|set|put me down|new digest|alert me|ping me|let me know|keep me posted|keep me informed|message me|set up|create|add|start sending|schedule a|i want to receive|receive|get me|i want to get|drop me|shoot me|forward me|text me|inform me|keep me updated|update me|enrol|enroll|opt in|tell me every|wake me with|with whoever',
    zh: '发给我|发送|发我|发|推送给我|推给我|通知我|提醒我|给我推|给我发|订阅|寄给我|传给我|告知我|新建|创建|添加|设置|新增|设定|安排|收到|接收|收|设个|设一个|建一个|建个|弄个|弄一个|加一个|加个|定个|发来|发到|发一份|推一下|告知|报给我|抄送|知会|提示我|要一份|来一份|寄',
  },
  {
    concept: 'listing',
    en: 'list|lists|what digests|which digests|do i have|have i|show my|see my|active|do i get|am i getting|am i subscribed|i have|set up already|currently|existing',
    zh: '列表|列出|有哪些|有什么|哪些|我订了|订了什么|都有|目前的|现有|已有|清单',
  },
  {
    concept: 'names',
    en: 'list of names|names',
    zh: '名单',
  },
  {
    concept: 'pause',
    en: 'pause|pausing|paused|suspend|hold|put on hold|mute|snooze|silence|halt|interrupt|freeze|take a break|on holiday|on vacation|for now|for a while|temporarily|hold off|until i am back|till i am back|till im back|until im back|until i return|while i am away|while im away|away|out of office|sick leave|not this week|off sick|off until|i am off|im off|on leave|no digest while|away until|for a bit|for some time|for a few days|for a few weeks|for a week|for a month|this week|next week|be away|am away|in the meantime|meanwhile',
    zh: '暂停|先停|停一下|停一停|暂时停|暂时不|挂起|静音|中止|休假|先别|暂缓|先不要|先不|停几天|停发|暂不|度假|等我回来|回来之前|缓一缓|歇一歇|别吵|免打扰|消停|先停停|停两天|停一周|先关|停会|请假|不用发|先不用|暂时不用|停两周|停一下子|下周不在|不在|停几周|一段时间|这段时间|几天',
  },
  {
    concept: 'resume',
    en: 'resume|resuming|restart|continue|unpause|unmute|reactivate|turn back on|turn on|switch on|switch back on|start again|back on|re-enable|reenable|pick up again|again|unsuspend|bring back|digest back|alerts back|i am back|im back|back from|back at work|back in the office|reinstate|once more|carry on|restore|revive|keep sending|re start|re activate|on please|are over|is over|holidays are over|back to work|fire up|kick off',
    zh: '恢复|继续|重新开始|重新启动|重启|重新开启|开启|启用|重新|打开|接着发|再次启用|解除暂停|回来了|我回来|休完假|照旧|照常|接着|重开|再发|再开|重新发|可以发了|别停了|还原|复原|收假|结束了|重新打开|销假|上班了|回岗',
  },
  {
    concept: 'unsubscribe',
    en: 'unsubscribe|unsubscribe me|opt out|opt me out|take me off|off the list|off the mailing list|sign me off',
    zh: '退订|取消订阅|不订了|取关|退掉订阅',
  },
  {
    concept: 'remove',
    en: 'remove|removing|delete|cancel|stop|stop sending|end|do not want|dont want|any more|anymore|get rid of|turn off|switch off|no longer|no more|terminate|erase|dont send|do not send|kill|scrap|discard|throw away|quit sending|for good|permanently|forever|do not need|dont need|out of the digest|deregister',
    zh: '删除|不用再|不用|不必再|删掉|删了|删|取消|停止|停掉|移除|不要再|不要|别再|不想要|不再|不想再|关闭|关掉|去掉|撤销|终止|不想收|不收|不看了|别发了|不发了|不用发|不需要|永久|彻底|拿掉|撤掉|撤了|退掉|废除|清除|不再需要|用不着|不想看',
  },
  {
    concept: 'test',
    en: 'test|testing|preview|try|try out|sample|right now|immediately|once now|trial|what would it look like|what will it look like|look like now|dry run|example of my|show me one|right away|straight away|at once|does it look like|digest look like|digest looks like|digest look|instantly|how it looks|how would it look|run my|a sample|what it contains|would contain|will contain|trial run|in it tomorrow',
    zh: '测试|试一下|试试|预览|样例|试发|试|现在就发|马上发|立即发|立刻发|示例|发一次|试看|样子|长什么样|跑一次|跑一下|跑一遍|立刻|立即|现在发|先发一份|看看效果|样本|样板|模样|啥样|什么样|演示|先看看|现在就要|试着发|试跑|什么样子|是什么样子|试运行|有什么内容|会有什么内容|什么内容|先给我看看|长啥样|啥样子',
  },
  {
    concept: 'model',
    en: 'model|models|algorithm|classifier|predictor|predictions|prediction|predict|calculate|calculated|calculation|compute|computed|worked out|work out|method|methodology|model card|machine learning|scoring|how do you know|predictive|risk score|risk scores|churn score|churn scores',
    zh: '流失模型|预测模型|怎么算|怎么算的|算出来|如何计算|计算|模型卡|模型|算法|预测|方法|打分|怎么得出|怎么来的|风险评分|风险分|评分模型|流失评分|预估',
  },
  {
    concept: 'accuracy',
    en: 'accuracy|accurate|accurately|auc|brier|reliable|reliability|trust|trustworthy|quality|how good|how well|precise|precision|recall|validated|evidence|metrics|measured|measure|error|errors|often right|confident|track record|based on|champion|calibrated|calibration|rely on|rely|believe|drift|drifted|drifting|stale|outdated|fair|fairness|bias|biased|discriminate|tested|backtest|retrained|last trained|hit rate|false alarms|false alarm|false positives|in production|how right|how wrong|wrong often|credible|up to date|=trained|=training|=training data|precision and recall|f1|backed up|proof|error rate|failure rate',
    zh: '准不准|准确率|准确度|准确|准|靠谱|可信|可靠|精度|效果|好不好|信得过|误差|指标|评估|校准|训练|好用|冠军|多高的正确率|正确率|命中率|信任|依据什么数据|用的什么数据|漂移|过时|公平|偏见|能信|相信|信吗|说得准|误报|漏报|回测|在用|auc|多准|召回|还准|还行|准头|好使|信得过吗|可信度|召回率|精确率|精确|质量|是对的|对不对|正确|可信吗|误差率|错多少|出错',
  },
  {
    concept: 'customer',
    en: 'customer|customers|client|clients|account holder|account holders|people|relationship|relationships|persons',
    zh: '客户们|客户|客戶|顾客|用户|储户|客人|人士|老客户|新客户',
  },
  {
    concept: 'my',
    en: 'my|mine|i manage|i look after|i am responsible for|i have',
    zh: '我的|我名下的|我名下|我负责的|我管理的|我管的|我手上的|我手里的|我这边',
  },
  {
    concept: 'who',
    en: 'who|whom|whos|which customers|which clients|which of my',
    zh: '谁|哪些客户|哪位客户|哪位|哪几位|哪个客户|哪些人|哪几个',
  },
  {
    concept: 'future',
    en: 'forecast|next month|next year|tomorrow|projection|project',
    zh: '预测未来|未来|将来|下个月|明年|预计',
  },
  {
    concept: 'many',
    en: 'how much|how many|how high|how big|how large',
    zh: '多少|有多大|多大|几何|几个|多高|多大',
  },
  { concept: 'tier', en: 'tier|tiers', zh: '等级|层级|级别' },
];

/** English words that say nothing about what is asked; politeness among them. */
export const englishFillers =
  "think|system|start|begin|will|anyone|anybody|someone|somebody|everyone|everybody|everything|anything|something|thing|whole|entire|put|puts|serve|us|use|used|morning|might|kind of|little|bit|lot|lots|else|same|own|both|either|other|others|such|only|even|still|yet|already|always|ever|never|often|maybe|again and again|our|ours|a|an|the|is|are|was|were|be|been|being|am|do|does|did|to|of|for|in|on|at|by|with|from|into|and|or|so|as|it|its|this|that|these|those|there|here|they|them|their|theirs|he|she|him|her|his|hers|we|us|you|your|i|me|id|please|pls|plz|kindly|could|can|would|should|shall|like|need|tell|show|give|get|let|see|find|display|hi|hello|hey|dear|thanks|thank|ok|okay|just|now|also|some|any|all|one|ones|each|per|about|over|up|out|than|really|actually|quickly|quick|currently|current|today|bot|bellwether|s|t|re|ll|d|m|ve|isn't|it's|what|how|where|which|have|has|had|not|no|more|much|many|very|far|bank|branch|office|quick question|i'd|i'm|let's|wondering|wonder|know|curious|possible|maybe|looking|look|want|time|past|last|period|right|there's|that's|number|no|id|go|through|until|till|while|after|before|during|next|first|me out|yes|well|hand|check|provide|need|compute|view|update|hm|hmm|umm|btw|fyi|mate|sir|madam|tonight|week|minute|min|real|fast|short|yo|hiya|appreciate|cheers|grateful|ta|great|cool|nice|awesome|perfect|sorry|excuse|hope|mind|ready|wanted|checking|check on|ask|asking|said|says|say|got|getting|gets|around|too|honestly|basically|rather|bit of|ahead|call me|meeting|visit|wonder if|able|since when|together with|myself|yourself|that one|this one|anyway|then|became|become|becomes|newly|days|day|daily|every|weekly|above|across|against|along|amid|among|amongst|beneath|beside|besides|between|beyond|despite|except|inside|near|off|onto|opposite|outside|regarding|concerning|round|throughout|toward|towards|under|underneath|upon|via|within|without|although|but|neither|nor|though|unless|whereas|whether|because|ourselves|himself|herself|itself|themselves|yourselves|yours|whoever|whomever|whichever|whatever|nobody|nothing|nowhere|somewhere|several|few|plenty|enough|another|must|ought|having|don't|doesn't|didn't|won't|wouldn't|can't|cannot|couldn't|shouldn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|dont|doesnt|didnt|wont|wouldnt|cant|couldnt|shouldnt|isnt|arent|wasnt|werent|almost|altogether|anytime|apparently|approximately|certainly|clearly|completely|definitely|entirely|especially|exactly|extremely|finally|frankly|fully|further|furthermore|generally|gladly|hardly|hence|hopefully|however|indeed|lastly|later|literally|mainly|merely|mostly|namely|naturally|nearly|nevertheless|normally|obviously|otherwise|particularly|perhaps|presently|promptly|properly|pretty|quite|roughly|seriously|shortly|simply|slightly|somehow|somewhat|specifically|straight|suddenly|sure|surely|therefore|thoroughly|thus|totally|truly|twice|ultimately|usually|whenever|wherever|afternoon|evening|night|greetings|regards|kind|kindest|pardon|apologies|bother|disturb|favour|favor|thankful|advance|welcome|alright|fine|lovely|brilliant|super|fab|wonderful|yep|yeah|yup|aha|uh|um|oh|ah|wow|question|questions|take|bring|make|pull|open|fetch|grab|share|pass|read|glance|examine|inspect|analyse|analyze|explore|browse|load|prepare|present|supply|produce|retrieve|obtain|return|mention|hear|require|prefer|intend|seem|appear|feel|remain|moment|hour|month|christmas|easter|summer|winter|autumn|spring|quarter|stuff|piece|exact|main|certain|given|following|latest|newest|recent|final|happy|glad|keen|interested|eager|useful|helpful|briefly|mean|means|wise|part|case|sort|way|ways|side|point|expect|expected|simple|plain|clear|slide|mobile|desk|client's|supervisor|board|colleague|director|yesterday|earlier|afterwards|meanwhile|since";

/** Chinese words that say nothing about what is asked. */
export const chineseFillers =
  '请问|请|麻烦你|麻烦您|麻烦|劳驾|帮我|帮忙|帮|能不能|能否|可不可以|可以|可否|我想知道|我想了解|我想看看|我想看|我想|想知道|想了解|想看|我要|我需要|需要|告诉我|跟我说说|说说|说一下|讲讲|讲一下|给我|给|一下|一眼|吗|呢|吧|啊|呀|嘛|哦|的话|的|了|是|在|有|和|与|及|或|这个|这位|那个|那位|该|此|他|她|它|您好|你好|谢谢|多谢|嗨|您|你|我|们|把|被|对|对于|关于|目前|现在|当前|今天|最近|一直|到底|究竟|还|都|也|就|又|会|能|要|想|为|从|到|以|来|去|里|中|上|下|个|位|名|户|家|条|些|哪|什么|多|很|最|不|没|按|按照|由|显示|展示|看|列|出|做|让|用|银行|分行|支行|行|号|编号|过去|近|以内|之间|这|那|啥|么|一|说|问|问题|并|大|本行|咱们|咱|请教|打开|帮我看|具体|先生|女士|太太|小姐|那么|所|其|人|者|然后|再|还是|每|只|才|应该|该|先|联系|接下来|系统|结果|我们|我们的|咱们的|这边|哎|嘿|喂|亲|哈|呗|咯|喽|赶紧|速|稍后|等下|等会儿|等会|一会儿|一会|待会儿|待会|今早|今晚|这两天|这几天|这周|本周|本月|这个月|上周|上个月|刚才|刚刚|另外|顺便|直接|简单|详细|大概|差不多|其实|觉得|认为|感觉|发现|估计|希望|打扰|辛苦|拜托|谢啦|谢了|好的|嗯|行吗|可以吗|对吧|是不是|有没有|有无|是否|已经|曾经|正在|正|一点|一些|全部|所有|整个|每个|各|某|哟|唉|当中|里面|这里|那里|里头|其中|一份|份|次|手|见|面|名字|当下|到时|时候|时|首先|每日|每天|每周|天|日|周|以后|往后|今后|后|早|晚|掉|找出|找找|找一下|搜一下|搜|找|近期|一阵子|阵子|快速|开始|起|送|就行|就好|就可以|必须|得|还有|以及|并且|而且|但是|可是|不过|但|所以|这些|那些|这样|那样|这么|你们|他们|大家|自己|别人|全|整|使|向|往|朝|自|于|跟|同|比|根据|刚|已|曾|将|仅|越|更|太|挺|非常|十分|极|真的|真|确实|当然|也许|似乎|好像|居然|竟然|总是|经常|常常|有时|偶尔|东西|事情|事|地方|方面|样|种|回|遍|趟|昨天|明天|前天|年底|月底|年初|年末|月初|季末|底|能够|行不行|好不好意思|劳烦|有劳|感谢|不好意思|抱歉|协助|见到|听|谈|聊|拿|取|得到|一个|一张|一位|两位|成|完|里边|外|内|上面|下面|前面|左右|上下|地铁|电话里|路上|车上|出门|在外|方便|有空|尽快|麻烦了|谢|请您|请帮|替我|为我|个人|本人|俺|您的|你的|我这|我这里|这些天|那几天|一天|整天|一周|一年|屏幕|信息量|任何|如此|其它|其他|另一|另';
