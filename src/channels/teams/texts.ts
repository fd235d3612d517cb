import type { Locale } from '../../language/locale.ts';

/** What the bot says in Teams besides its replies. */
export const teamsTexts: Record<Locale, { direct: string; openChat: string; noButton: string }> = {
  en: {
    direct: 'I have sent the answer to you directly, since others read along here.',
    openChat:
      'This answer is for your eyes only, and others read along here. Open a chat with me and ask again there.',
    noButton: 'This button is none of mine.',
  },
  zh: {
    direct: '这里还有其他人，答案已单独发给您。',
    openChat: '这个答案只能给您本人看，而这里还有其他人。请打开与我的单独聊天再问一次。',
    noButton: '这个按钮不属于我。',
  },
};
