import type { Locale } from '../../language/locale.ts';
import type { Localised } from '../../language/localised.ts';
import type { Action, Reply } from '../reply.ts';

/** A reply of words alone, for the asker's eyes. */
export function plainReply(
  title: string,
  summary: string,
  actions: Action[] = [],
  details: string[] = [],
): Reply {
  return { title, summary, facts: [], details, charts: [], actions, visibility: 'asker' };
}

const helpLabel: Localised = { en: 'What I can do', zh: '我能做什么' };

/** The button that shows help. */
export const helpAction = (locale: Locale): Action => ({
  label: helpLabel[locale],
  command: 'help',
});

const unlinkedTexts: Record<Locale, [title: string, summary: string, detail: string]> = {
  en: [
    'I do not know you yet',
    'Before I can show customers, your account here has to be linked to you as a person of the bank.',
    'Please ask the operator of Bellwether to link it to your e-mail address at the bank; it takes them a minute. Then ask me again.',
  ],
  zh: [
    '我还不认识您',
    '在展示客户信息之前，需要先把您在这里的账号与您在银行的身份关联起来。',
    '请联系 Bellwether 的管理员，把此账号关联到您的银行邮箱，只需一分钟。完成后请再问我一次。',
  ],
};

/** To somebody nobody has linked to a person of the bank: how to be linked, and nothing else. */
export function unlinkedReply(locale: Locale): Reply {
  const [title, summary, detail] = unlinkedTexts[locale];
  return plainReply(title, summary, [helpAction(locale)], [detail]);
}

/** Before the first published run. */
export function noFiguresReply(locale: Locale): Reply {
  return locale === 'zh'
    ? plainReply('数据正在准备中', '银行的首次估值还没有完成，请过几分钟再问我。', [
        helpAction(locale),
      ])
    : plainReply(
        'The figures are being prepared',
        "The bank's first valuation has not been published yet; please ask me again in a few minutes.",
        [helpAction(locale)],
      );
}

/** To a person whose role the command is not for. */
export function notAllowedReply(locale: Locale): Reply {
  return locale === 'zh'
    ? plainReply('此功能不对您的角色开放', '如果您的工作需要它，请联系 Bellwether 的管理员。', [
        helpAction(locale),
      ])
    : plainReply(
        'This is not open to your role',
        'If your work needs it, please talk to the operator of Bellwether.',
        [helpAction(locale)],
      );
}

/** After an error nobody foresaw. `reference` is in the log, too. */
export function failedReply(locale: Locale, reference: string): Reply {
  return locale === 'zh'
    ? plainReply(
        '抱歉，这次没有成功',
        `我在回答时遇到了问题，请稍后再试。若仍然如此，请把编号 ${reference} 告诉管理员。`,
        [helpAction(locale)],
      )
    : plainReply(
        'Sorry, that did not work',
        `Something went wrong while I was answering. Please try again; if it happens again, give the operator the reference ${reference}.`,
        [helpAction(locale)],
      );
}

/** To a slash form used wrongly. */
export function usageReply(locale: Locale, problem: string, usage: string): Reply {
  return locale === 'zh'
    ? plainReply('这条命令我没看懂', problem, [helpAction(locale)], [`用法：${usage}`])
    : plainReply(
        'I could not read that command',
        problem,
        [helpAction(locale)],
        [`Usage: ${usage}`],
      );
}

/** To a question about a customer that does not say which; earlier questions are not remembered. */
export function whichCustomerReply(locale: Locale, word: string): Reply {
  const zh = locale === 'zh';
  return plainReply(
    zh ? '您问的是哪位客户？' : 'Which customer do you mean?',
    zh
      ? '我不会记住前面的问题，请在问题里写上客户的编号或姓名。'
      : 'I take each question by itself: name the customer in it, by id or by name.',
    [
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
      { label: zh ? '最有价值的客户' : 'Most valuable', command: 'top' },
    ],
    [zh ? `例如：${word} 1042` : `Such as: ${word} 1042`],
  );
}

/** To a question about several customers that is answered for one. */
export function oneAtATimeReply(locale: Locale, word: string, customers: readonly string[]): Reply {
  const actions = customers.slice(0, 5).map((id) => ({
    label: locale === 'zh' ? `客户 ${id}` : `Customer ${id}`,
    command: `${word} ${id}`,
  }));
  return locale === 'zh'
    ? plainReply('请一次问一位客户', '您提到了多位客户，请选择一位。', actions)
    : plainReply(
        'One customer at a time',
        'You named several customers; please choose one.',
        actions,
      );
}

/** To a list that nobody is in. */
export function noneInListReply(locale: Locale, whose: string): Reply {
  return locale === 'zh'
    ? plainReply('没有符合条件的客户', `没有找到符合条件的客户（${whose}）。`, [helpAction(locale)])
    : plainReply('No customers here', `I find no customers to show (${whose}).`, [
        helpAction(locale),
      ]);
}
