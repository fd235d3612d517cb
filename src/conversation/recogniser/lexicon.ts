/** What the words of the field mean: a concept, and the words and phrases that say it in either language. */
type Entry = { concept: string; en: string; zh: string };

/**
 * Phrases are separated by "|". A word in several concepts counts for the first. Concepts let a sentence meet an
 * example that says the same in other words, or in the other language.
 */
export const lexicon: readonly Entry[] = [
  {
    concept: 'help',
    en: 'help|can you do|can you help|what can i ask|what can i do here|what can you|what can this|how do i use|how to use|use this|use the bot|use you|use it|questions can i ask|which questions|what questions|can i ask|i ask you|what can i do|do with this|my options|options|how do you work|how does this work|how does it work|commands|instructions|capabilities|capable of|features|menu|manual|guide|able to do|bot work|does this bot|get started|who are you|what do you know|what are you|what do you do|tutorial|usage|user guide|support',
    zh: '能做什么|怎么问|怎么问你|如何提问|提问|能做些什么|会做什么|会做些什么|能干什么|能干啥|能干嘛|会什么|会些什么|会干什么|帮助|怎么用|如何使用|怎么使用|怎样使用|如何用|怎么操作|功能|命令|指令|菜单|使用说明|说明书|使用方法|使用指南|你是谁|可以问你什么|能问什么|能问你什么|可以问什么|可以问|能问|用法|能回答|会回答|能帮我什么|帮我做什么|选择|做什么|干什么|机器人|使用|能帮我做|能为我做|提供什么服务|怎么和你对话|上手|新手',
  },
  {
    concept: 'whose',
    en: 'which segment|what segment|which tier|what tier|which group|belong to|belong|belongs to|profile|look up|lookup|pull up|bring up|details|detail|information|info|record|file|card|tell me about|know about|background|facts about|figures for|figures',
    zh: '属于|哪一类|哪类|哪个客群|什么客群|哪个群|哪个等级|什么等级|哪个层级|什么层级|哪一层|哪一级|资料|详情|信息|档案|名片|画像|查一下|查询|查看|查|介绍一下|介绍|看看|看一下|了解',
  },
  {
    concept: 'worth',
    en: 'worth|lifetime value|expected lifetime value|expected value|life time value|clv|ltv|cltv|valuation|value score|cvs|valued at|value|valuable to us|bring us|bring in|how important|important for us|important to us|importance|how much money|economic value',
    zh: '值多少钱|值多少|多值钱|值钱|终身价值|生命周期价值|全生命周期价值|价值评分|价值分|价值|估值|身价|多重要|重要不重要|重要吗|有多重要|重要性|重要|分值|clv|cvs|ltv',
  },
  {
    concept: 'top',
    en: 'top|best|most|number one|most valuable|most profitable|biggest|largest|highest|most important|important|leading|richest|key|vip|premium|ranking|rank|ranked|leaderboard|worth the most|prioritise|prioritize|focus on|contribute most|contribute the most|bring in the most|earn us the most|most money|valuable|crown jewels|star customers|sorted by|ordered by|order by|sort by',
    zh: '最有价值|最值钱|价值最高|价值最大|贡献最大|贡献最高|贡献最多|最赚钱|最重要|重要客户|最优质|最好|最大|最高|最多|排名|排个名|排一下名|排行榜|排行|排序|榜单|头部|重点|优质|贵宾|大客户|前几名|靠前|名列前茅|高价值|高净值|top|vip|顶级|最核心|最富有',
  },
  {
    concept: 'leave',
    en: 'leave|leaving|leaver|left|churn|churning|churner|attrition|attrite|defect|defecting|quit|quitting|lose|losing|lost|loss|depart|departing|departure|go away|going away|walk away|walking away|walk out|walking out|walk|jump ship|out of the door|out the door|on the way out|say goodbye|switch bank|switch to another bank|switch|switching|move to a competitor|go elsewhere|take their business elsewhere|close their account|close their accounts|slipping away|slip away|drifting away|save|rescue|retain|retention|keep|worry about|worried about|disengage|disengaging',
    zh: '流失|离开|离行|走掉|要走|想走|跑掉|跑了|要跑|跑路|流走|销户|转走|转去别的银行|转到别的银行|转投|跳槽|留不住|挽留|留住|失去|丢掉|流逝|离我们而去|不再用我们|换银行|走人|离网|保不住',
  },
  {
    concept: 'risk',
    en: 'risk|risky|riskiest|at risk|most at risk|highest risk|danger|dangerous|endangered|vulnerable|shaky|fragile|in trouble|red list|watch list|watchlist|warning|warnings|unsafe|threatened',
    zh: '风险最高|最高风险|风险最大|最危险|风险|高危|危险|预警|岌岌可危|不稳定|不稳|告警|警示|出问题|堪忧|需要关注|要关注|要留意|警惕',
  },
  {
    concept: 'likely',
    en: 'likely|most likely|likeliest|probable|probability|likelihood|chance|chances|odds|prone|about to|going to|soon|may|might',
    zh: '可能性|最可能|很可能|可能会|可能|概率|几率|机率|快要|即将|会不会|倾向|最容易|容易|马上',
  },
  {
    concept: 'why',
    en: 'why|reason|reasons|explain|explanation|cause|causes|because|how come|what drives|what is driving|driving|drive|driver|drivers|factor|factors|what makes|what is making|is making|behind|what is wrong with|whats wrong with|wrong|rationale|justify|due to|lead to|what explains|account for|what led|sign|signs|suggest|suggests|indicate|indicates|flag|flagged|signal|signals',
    zh: '为什么|为何|为啥|怎么会|怎么就|怎么这么|何以|原因|理由|解释|解读|因素|凭什么|怎么回事|因为什么|由于什么|驱动|哪里出了问题|说明原因|归因|什么导致|导致|什么造成|造成|依据',
  },
  {
    concept: 'trend',
    en: 'trend|trends|trending|draw|sketch|history|historical|over time|evolution|evolve|evolved|development|developed|developing|develop|chart|graph|plot|curve|course|movement|moved|change|changed|changes|month by month|monthly|by month|per month|trajectory|timeline|time series|over the year|over the months|progress|progression|fluctuate|went up or down|gone up|gone down|going up|going down|rising|falling|growing|shrinking|grown|been doing|less than before|more than before|than before|less active|more active|dropped|drop|declined|decline|decreased|decrease|increased|increase|rise|rose|fell|fallen',
    zh: '走势图|走势|画出|画一张|画|趋势图|趋势|变化|变动|曲线|曲线图|历史|折线图|图表|按月|逐月|每个月|每月|月度|发展|演变|波动|涨跌|增减|涨了|跌了|上升|下降|增长|这些月|历来|以来',
  },
  {
    concept: 'balance',
    en: 'balance|balances|deposit|deposits|money in the account|funds|account total|savings amount|assets',
    zh: '余额|存款|资产|资金|账上',
  },
  {
    concept: 'contribution',
    en: 'contribution|contributions|contribute|contributed|contributes|profit|profits|profitability|revenue|revenues|income|margin|earned us|earnings|net contribution',
    zh: '贡献度|贡献|利润|收益|收入|创收|盈利',
  },
  {
    concept: 'transactions',
    en: 'transaction|transactions|activity|payments|number of payments|number of transactions|account activity|bookings|usage of the account|using their account|use their account|uses the account',
    zh: '交易笔数|交易量|交易次数|交易|流水|活跃度|活跃情况|动账|笔数',
  },
  {
    concept: 'segment',
    en: 'segment|segments|segmentation|cluster|clusters|customer group|customer groups|groups|group|customer types|types of customer|types of customers|kinds of customer|kinds of customers|kind of customers|sorts of customers|types|kinds|categories|category|cohort|cohorts',
    zh: '客户分群|客户群|客户群体|客户细分|客户分类|客户类型|客户分组|客群|分群|群体|细分|分类|分组|类型|类别|类客户|种客户|人群|几类|哪几类|几种|哪几种|哪些类',
  },
  {
    concept: 'breakdown',
    en: 'break down|breakdown|break it down|distribution|distributed|split|splits|composition|made up|make up|mix|structure|share of each|divided|divide|spread|how many in each|by segment|per segment|size of each|sizes|consist of|consists',
    zh: '分布情况|分布|构成|结构|划分|占比|组成|比例|怎么分|如何分|各有多少|每个群|各个群|各群|分成|分为|多少人',
  },
  {
    concept: 'book',
    en: 'book|book of business|portfolio|book of customers|clientele|my customers overall|all my customers|my clients overall|roster|caseload',
    zh: '客户组合|客户池|客户盘子|名下客户|名下的客户|手上的客户|手里的客户|管的客户|管户|管户情况|管理的客户|负责的客户|客户群整体|整体客户|组合|盘子|业务簿|客户全貌',
  },
  {
    concept: 'summary',
    en: 'doing|summary|summarise|summarize|overview|status|state|performance|performing|perform|at a glance|overall|in total|big picture|snapshot|sum up|recap|health|shape|rundown|going|look like|looking|how does my|stand|stands|totals',
    zh: '怎么样|怎样|如何|概况|总览|汇总|整体|总体|概览|总结|概要|全局|表现|情况|近况|状况|健康|一览|小结|总共|合计|现状',
  },
  {
    concept: 'digest',
    en: 'digest|digests|newsletter|alert|alerts|subscription|subscriptions|briefing|briefings|reminder|reminders|notification|notifications|bulletin|morning mail|mailing|mailings|scheduled|schedule|schedules|regular list|standing order for',
    zh: '摘要|订阅|推送|简报|提醒|通知|早报|日报|定时任务|定时|定期|晨报|推送任务|消息推送',
  },
  {
    concept: 'send',
    en: 'send|sends|sending|email me|mail me|mail|deliver|push|remind me|remind|notify me|notify|subscribe|subscribe me|sign me up|sign up|like to get|set|put me down|new digest|alert me|ping me|let me know|keep me posted|keep me informed|message me|set up|create|add|start sending|schedule a|i want to receive|receive|get me|i want to get',
    zh: '发给我|发送|发我|发|推送给我|推给我|通知我|提醒我|给我推|给我发|订阅|寄给我|传给我|告知我|新建|创建|添加|设置|新增|设定|安排|收到|接收|收',
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
    en: 'pause|pausing|paused|suspend|hold|put on hold|mute|snooze|silence|halt|interrupt|freeze|take a break|on holiday|on vacation|for now|for a while|temporarily',
    zh: '暂停|先停|停一下|停一停|暂时停|暂时不|挂起|静音|中止|休假|先别|暂缓|先不要|先不',
  },
  {
    concept: 'resume',
    en: 'resume|resuming|restart|continue|unpause|unmute|reactivate|turn back on|turn on|switch on|switch back on|start again|back on|re-enable|reenable|pick up again|again|unsuspend|bring back|digest back|alerts back',
    zh: '恢复|继续|重新开始|重新启动|重启|重新开启|开启|启用|重新|打开|接着发|再次启用|解除暂停',
  },
  {
    concept: 'remove',
    en: 'remove|removing|delete|cancel|unsubscribe|stop|stop sending|end|do not want|dont want|any more|anymore|get rid of|turn off|switch off|no longer|no more|terminate|erase|opt out|dont send|do not send|kill',
    zh: '删除|不用再|不用|不必再|删掉|删了|删|取消|退订|停止|停掉|移除|不要再|不要|别再|不想要|不再|不想再|关闭|关掉|去掉|撤销|终止',
  },
  {
    concept: 'test',
    en: 'test|testing|preview|try|try out|sample|right now|immediately|once now|trial|what would it look like|what will it look like|look like now|dry run|example of my',
    zh: '测试|试一下|试试|预览|样例|试发|试|现在就发|马上发|立即发|立刻发|示例|发一次|试看|样子|长什么样',
  },
  {
    concept: 'model',
    en: 'model|models|algorithm|classifier|predictor|predictions|prediction|predict|calculate|calculated|calculation|compute|computed|worked out|work out|method|methodology|model card',
    zh: '流失模型|预测模型|怎么算|怎么算的|算出来|如何计算|计算|模型卡|模型|算法|预测|方法',
  },
  {
    concept: 'accuracy',
    en: 'accuracy|accurate|accurately|auc|brier|reliable|reliability|trust|trustworthy|quality|how good|how well|precise|precision|recall|validated|evidence|metrics|measured|measure|error|errors|often right|confident|track record|trained|training data|based on|champion|calibrated|calibration',
    zh: '准不准|准确率|准确度|准确|准|靠谱|可信|可靠|精度|效果|好不好|信得过|误差|指标|评估|校准|训练|好用|冠军|多高的正确率|正确率|命中率|信任|依据什么数据|用的什么数据',
  },
  {
    concept: 'customer',
    en: 'customer|customers|client|clients|account holder|account holders|people|relationship|relationships|persons',
    zh: '客户们|客户|客戶|顾客|用户|储户',
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
    en: 'forecast|next month|next year|tomorrow|expected|expect|projection|project',
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
  "think|system|start|begin|will|anyone|anybody|someone|somebody|everyone|everybody|everything|anything|something|thing|whole|entire|put|puts|serve|us|use|used|morning|might|kind of|little|bit|lot|lots|else|same|own|both|either|other|others|such|only|even|still|yet|already|always|ever|never|often|maybe|again and again|our|ours|a|an|the|is|are|was|were|be|been|being|am|do|does|did|to|of|for|in|on|at|by|with|from|into|and|or|so|as|it|its|this|that|these|those|there|here|they|them|their|theirs|he|she|him|her|his|hers|we|us|you|your|i|me|id|please|pls|plz|kindly|could|can|would|should|shall|like|need|tell|show|give|get|let|see|find|display|hi|hello|hey|dear|thanks|thank|ok|okay|just|now|also|some|any|all|one|ones|each|per|about|over|up|out|than|really|actually|quickly|quick|currently|current|today|bot|bellwether|s|t|re|ll|d|m|ve|isn't|it's|what|how|when|where|which|have|has|had|not|no|more|much|many|very|far|bank|branch|office|quick question|i'd|i'm|let's|wondering|wonder|know|curious|possible|maybe|looking|look|want|time|past|last|period|right|there's|that's|number|no|id|go|through|until|till|while|after|before|during|next|first|me out|yes|well|hand|check|provide|need|compute|view|update";

/** Chinese words that say nothing about what is asked. */
export const chineseFillers =
  '请问|请|麻烦你|麻烦您|麻烦|劳驾|帮我|帮忙|帮|能不能|能否|可不可以|可以|可否|我想知道|我想了解|我想看看|我想看|我想|想知道|想了解|想看|我要|我需要|需要|告诉我|跟我说说|说说|说一下|讲讲|讲一下|给我|给|一下|一眼|吗|呢|吧|啊|呀|嘛|哦|的话|的|了|是|在|有|和|与|及|或|这个|这位|那个|那位|该|此|他|她|它|您好|你好|谢谢|多谢|嗨|您|你|我|们|把|被|对|对于|关于|目前|现在|当前|今天|最近|一直|到底|究竟|还|都|也|就|又|会|能|要|想|为|从|到|以|来|去|里|中|上|下|个|位|名|户|家|条|些|哪|什么|多|很|最|不|没|按|按照|由|显示|展示|看|列|出|做|让|用|银行|分行|支行|行|号|编号|过去|近|以内|之间|这|那|啥|么|一|说|问|问题|并|大|本行|咱们|咱|请教|打开|帮我看|具体|先生|女士|太太|小姐|那么|所|其|人|者|然后|再|还是|每|只|才|应该|该|先|联系|接下来|系统|结果|我们|我们的|咱们的|这边';
