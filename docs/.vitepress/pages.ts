/** The languages of the site: the English pages stand in `docs`, the Chinese ones of the same names in `docs/zh`. */
export type SiteLocale = 'en' | 'zh';

type Words = Readonly<Record<SiteLocale, string>>;

/** A group of pages in the sidebar. A page is a path below `docs` without `.md`. */
export type Section = { name: Words; pages: Readonly<Record<string, Words>> };

/** All pages of the site, in the order of the sidebar. */
export const sections: readonly Section[] = [
  {
    name: { en: 'Begin here', zh: '从这里开始' },
    pages: {
      index: { en: 'What it is', zh: '产品简介' },
      tutorial: { en: 'To the first digest in thirty minutes', zh: '三十分钟收到第一份简报' },
      asking: { en: 'What can be asked', zh: '可以问什么' },
      'how-to': { en: 'How to…', zh: '操作指南' },
    },
  },
  {
    name: { en: 'Where it is asked', zh: '在哪里提问' },
    pages: {
      slack: { en: 'Slack', zh: 'Slack' },
      teams: { en: 'Teams', zh: 'Teams' },
      'web-page': { en: 'The web page', zh: '网页' },
      'command-line': { en: 'The command line', zh: '命令行' },
      tokens: { en: 'Tokens for programs', zh: '给程序的令牌' },
      rest: { en: 'REST', zh: 'REST' },
      mcp: { en: 'Language models (MCP)', zh: '语言模型（MCP）' },
    },
  },
  {
    name: { en: 'A bank of your own', zh: '接入自己的银行' },
    pages: {
      'real-bank': { en: 'From files to answers', zh: '从文件到回答' },
      mappings: { en: 'Mappings', zh: '字段映射' },
      digests: { en: 'Digests', zh: '简报' },
      playbooks: { en: 'Playbooks', zh: '应对方案' },
      events: { en: 'Events', zh: '客户动态' },
      pipeline: { en: 'Pipeline', zh: '商机漏斗' },
      campaigns: { en: 'Campaigns', zh: '营销活动' },
      languages: { en: 'Languages', zh: '语言' },
      'language-model': { en: 'A language model', zh: '接入语言模型' },
    },
  },
  {
    name: { en: 'How it calculates', zh: '如何计算' },
    pages: {
      valuation: { en: 'Valuation', zh: '估值' },
      'model-evidence': { en: 'Evidence on models', zh: '模型证据' },
    },
  },
  {
    name: { en: 'Operation', zh: '运维' },
    pages: {
      running: { en: 'Running it', zh: '运行' },
      deployment: { en: 'Deployment', zh: '部署' },
      operations: { en: 'Monitoring and alerts', zh: '监控与告警' },
      deliveries: { en: 'Deliveries', zh: '消息投递' },
      upgrading: { en: 'Upgrading', zh: '升级' },
      backup: { en: 'Backup and PostgreSQL', zh: '备份与 PostgreSQL' },
      sizing: { en: 'Sizing', zh: '容量规划' },
      limits: { en: 'Limits', zh: '请求限额' },
    },
  },
  {
    name: { en: 'Security and privacy', zh: '安全与隐私' },
    pages: {
      security: { en: 'Threats and answers', zh: '威胁与对策' },
      promises: { en: 'What is promised', zh: '安全承诺' },
      privacy: { en: 'Privacy', zh: '隐私' },
      'access-log': { en: 'The log of access', zh: '访问日志' },
    },
  },
  {
    name: { en: 'Reference', zh: '参考' },
    pages: {
      'reference/commands': { en: 'Commands', zh: '命令' },
      'reference/configuration': { en: 'Configuration', zh: '配置' },
      'reference/environment': { en: 'Environment variables', zh: '环境变量' },
      'reference/rest-api': { en: 'REST addresses', zh: 'REST 接口' },
      'reference/metrics': { en: 'Metrics', zh: '监控指标' },
    },
  },
  {
    name: { en: 'The project', zh: '项目' },
    pages: {
      architecture: { en: 'Architecture', zh: '架构' },
      contributing: { en: 'Contributing', zh: '参与开发' },
      changelog: { en: 'Changelog', zh: '更新日志' },
    },
  },
];
