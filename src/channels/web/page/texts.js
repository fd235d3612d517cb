/** Every text of the page in both languages. */
const texts = {
  en: {
    pageTitle: 'Bellwether chat',
    skip: 'Skip to the question',
    demoNote: 'Demo bank',
    speakAs: 'Speak as',
    language: '中文',
    languageLabel: '中文: 切换到中文',
    languageOf: 'zh',
    send: 'Send',
    question: 'Ask about your customers',
    placeholder: 'Ask about your customers…',
    placeholderWait: 'One moment, the bank is being prepared…',
    keys: 'Enter sends, Shift+Enter starts a new line, / shows commands',
    morning: 'Good morning',
    afternoon: 'Good afternoon',
    evening: 'Good evening',
    hello: (greeting, name) => (name ? `${greeting}, ${name}` : greeting),
    unlinked:
      'You can ask, but this page cannot tell yet who you are, so no customer can be shown. Ask me, and I will explain how to be linked.',
    preparing: 'Preparing the demo bank',
    preparingWhy:
      'A bank of made-up customers is being created on this machine, and every one of them is being valued. This happens once.',
    stageDemo: 'Customers, accounts and two years of history',
    stageScore: 'Value and churn risk of every customer',
    preparingNote: 'The page is ready by itself as soon as the bank is.',
    preparationFailed:
      'The bank could not be prepared. The reason is in the log of the server; start it again when it is put right.',
    waiting: 'Looking that up…',
    stillWaiting: 'Still working on it…',
    failed: 'That did not arrive.',
    failedWhy: 'The server could not be reached or took too long.',
    retry: 'Try again',
    delivered: (at) => `Delivered ${at}`,
    you: 'You',
    hints: 'Commands',
  },
  zh: {
    pageTitle: 'Bellwether 对话',
    skip: '跳到提问框',
    demoNote: '演示银行',
    speakAs: '以此身份提问',
    language: 'EN',
    languageLabel: 'EN: switch to English',
    languageOf: 'en',
    send: '发送',
    question: '询问您的客户',
    placeholder: '询问您的客户…',
    placeholderWait: '请稍候，正在准备演示银行…',
    keys: 'Enter 发送，Shift+Enter 换行，/ 显示命令',
    morning: '早上好',
    afternoon: '下午好',
    evening: '晚上好',
    hello: (greeting, name) => (name ? `${name}，${greeting}` : greeting),
    unlinked:
      '您可以提问，但此页面还无法确认您的身份，因此不能展示任何客户。问我一句，我会说明如何关联身份。',
    preparing: '正在准备演示银行',
    preparingWhy: '正在本机创建一家虚构的银行，并为每位客户估值。只需进行一次。',
    stageDemo: '客户、账户与两年的历史数据',
    stageScore: '每位客户的价值与流失风险',
    preparingNote: '准备完成后，页面会自动可用。',
    preparationFailed: '演示银行未能准备好，原因见服务器日志；解决后请重新启动服务器。',
    waiting: '正在查询…',
    stillWaiting: '仍在处理…',
    failed: '没有送达。',
    failedWhy: '无法连接服务器，或等待时间过长。',
    retry: '重试',
    delivered: (at) => `送达时间：${at}`,
    you: '您',
    hints: '命令',
  },
};

const kept = localStorage.getItem('language');
let language = kept ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

export const currentLanguage = () => language;

/** The page's texts in the language chosen. */
export const words = () => texts[language];

/** Chooses a language and writes it into every element that names its text. */
export function speak(chosen) {
  language = chosen;
  localStorage.setItem('language', chosen);
  writeTexts();
}

export function writeTexts() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = texts[language][element.dataset.text];
  }
}
