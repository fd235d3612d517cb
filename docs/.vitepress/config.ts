import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { linkWithinSite } from './links.ts';
import { type SiteLocale, sections } from './pages.ts';
import { searchWords } from './search-words.ts';

/*
 * The documentation site: npm run docs:dev, npm run docs:build. It is built of what is here, without the network.
 */

const written = (page: string) =>
  existsSync(fileURLToPath(new URL(`../${page}.md`, import.meta.url)));
const address = (page: string) => `/${page.replace(/(?:^|(?<=\/))index$/, '')}`;

/** The sidebar: a page that is not translated yet is there in English. */
const sidebar = (locale: SiteLocale): DefaultTheme.SidebarItem[] =>
  sections.map(({ name, pages }) => ({
    text: name[locale],
    items: Object.entries(pages).map(([page, words]) => ({
      text: words[locale],
      link: address(locale === 'zh' && written(`zh/${page}`) ? `zh/${page}` : page),
    })),
  }));

const nav = (locale: SiteLocale): DefaultTheme.NavItem[] => {
  const prefix = locale === 'zh' ? '/zh' : '';
  const words = {
    en: ['Tutorial', 'How to…', 'Reference', 'Operation'],
    zh: ['教程', '操作指南', '参考', '运维'],
  }[locale];
  const pages = ['tutorial', 'how-to', 'reference/commands', 'running'];
  return pages.map((page, i) => ({ text: words[i] ?? page, link: `${prefix}/${page}` }));
};

export default defineConfig({
  title: 'Bellwether',
  cacheDir: '../node_modules/.cache/vitepress',
  outDir: '../dist/docs',
  // No icon is asked for; Chinese has no italics.
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    ['style', {}, 'em:lang(zh) { font-style: normal; background: var(--vp-c-default-soft); }'],
  ],
  // Pages tell readers to open their own server.
  ignoreDeadLinks: 'localhostLinks',
  // The pages say how things are; the time of a file's last commit says nothing of that.
  lastUpdated: false,
  markdown: { config: linkWithinSite },
  // The index of the search is one file a language.
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize: searchWords } },
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                displayDetails: '显示详细列表',
                resetButtonTitle: '清除',
                backButtonTitle: '关闭搜索',
                noResultsText: '没有找到',
                footer: { selectText: '打开', navigateText: '移动', closeText: '关闭' },
              },
            },
          },
        },
      },
    },
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      description: "What a bank's customers are worth, who is about to leave, and what to do.",
      themeConfig: { nav: nav('en'), sidebar: sidebar('en') },
    },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '客户值多少钱、谁可能流失、该怎么做。',
      themeConfig: {
        nav: nav('zh'),
        sidebar: sidebar('zh'),
        outline: { level: [2, 3], label: '本页内容' },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '深浅色',
        lightModeSwitchTitle: '切换到浅色',
        darkModeSwitchTitle: '切换到深色',
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '切换语言',
        skipToContentLabel: '跳到正文',
        notFound: {
          title: '没有这个页面',
          quote: '地址可能有误，或页面已经移动。',
          linkLabel: '回到首页',
          linkText: '回到首页',
        },
      },
    },
  },
});
