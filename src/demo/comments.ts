import type { Random } from '../valuation/numeric/random.ts';
import { oneOf } from './chance.ts';

export type Language = 'en' | 'zh';
export type Mood = 'pleased' | 'neutral' | 'displeased';

type Phrases = { readonly openings: readonly string[]; readonly endings: readonly string[] };

/** A comment is an opening and an ending, either of which may stand alone. */
const phrases: Record<Language, Record<Mood, Phrases>> = {
  en: {
    pleased: {
      openings: [
        'Very helpful staff at the branch.',
        'The app is quick and easy to use.',
        'My manager called back the same day.',
        'Opening the savings account took ten minutes.',
        'Fair rates and no surprises on the statement.',
        'Great service over the phone.',
        'I like that I can talk to a real person.',
        'The mortgage was arranged without fuss.',
      ],
      endings: [
        'Thank you!',
        'I would recommend the bank to friends.',
        'Keep it up.',
        'Happy to stay.',
        'Everything was explained clearly.',
      ],
    },
    neutral: {
      openings: [
        'The service is all right.',
        'The card works, nothing special.',
        'The app is fine but could show more detail.',
        'The queue was a little long.',
        'I mostly use online banking.',
        'Rates are average.',
      ],
      endings: [
        'No complaints so far.',
        'Longer opening hours would help.',
        'It does what I need.',
        'Perhaps add more cash machines.',
      ],
    },
    displeased: {
      openings: [
        'The fees keep going up.',
        'Nobody answered my complaint.',
        'Other banks pay far better interest.',
        'The app crashes when I make a payment.',
        'I waited forty minutes at the branch.',
        'My card was blocked abroad for no reason.',
        'The interest on my savings is disappointing.',
        'I had to explain the same problem three times.',
      ],
      endings: [
        'I am thinking of moving my money elsewhere.',
        'Very disappointing.',
        'I expected better.',
        'This is the second time it happened.',
        'Still waiting for an answer.',
      ],
    },
  },
  zh: {
    pleased: {
      openings: [
        '网点工作人员非常热情。',
        '手机银行用起来很方便。',
        '客户经理当天就回了电话。',
        '开户很快，十分钟就办好了。',
        '利率合理，收费透明。',
        '电话客服解决问题很专业。',
        '理财建议对我很有帮助。',
      ],
      endings: ['谢谢！', '会推荐给朋友。', '非常满意。', '希望继续保持。', '解释得很清楚。'],
    },
    neutral: {
      openings: [
        '服务还可以。',
        '银行卡能用，没什么特别的。',
        '应用还行，希望明细更清楚。',
        '排队时间有点长。',
        '平时主要用网上银行。',
        '利率一般。',
      ],
      endings: ['暂时没有意见。', '希望延长营业时间。', '基本够用。'],
    },
    displeased: {
      openings: [
        '手续费越来越高。',
        '投诉之后一直没人回复。',
        '别的银行利率高得多。',
        '转账时应用总是闪退。',
        '在网点等了四十分钟。',
        '卡在国外被无故冻结。',
        '存款利息太低，很失望。',
        '同一个问题讲了三遍还没解决。',
      ],
      endings: [
        '正在考虑把钱转走。',
        '非常失望。',
        '体验很差。',
        '这已经是第二次了。',
        '还在等答复。',
      ],
    },
  },
};

/** A comment in a mood. */
export function drawComment(random: Random, language: Language, mood: Mood): string {
  const { openings, endings } = phrases[language][mood];
  const opening = oneOf(random, openings);
  if (random.next() < 0.35) return opening;
  return opening + (language === 'en' ? ' ' : '') + oneOf(random, endings);
}

const complaintNotes: Record<Language, readonly string[]> = {
  en: [
    'Disputes a fee on the last statement.',
    'Card declined abroad; wants an explanation.',
    'Online payment was booked twice.',
    'Unhappy with the savings rate compared with other banks.',
    'Long wait at the branch, left without being served.',
    'Documents for the loan were lost.',
    'Could not reach the hotline for two days.',
  ],
  zh: [
    '对上月账单中的手续费有异议。',
    '境外刷卡被拒，要求解释。',
    '网上付款被重复扣款。',
    '认为存款利率低于其他银行。',
    '网点等候时间过长，未办理即离开。',
    '贷款材料遗失。',
    '连续两天打不通客服电话。',
  ],
};

const contactNotes: Record<Language, readonly string[]> = {
  en: [
    'Went through the accounts together.',
    'Asked about savings rates.',
    'Changed address and phone number.',
    'Interested in an investment plan; sent the brochure.',
    'Card replaced.',
    'Asked about early repayment of the loan.',
    'Birthday call.',
    'Reviewed standing orders.',
  ],
  zh: [
    '一起核对了账户情况。',
    '咨询存款利率。',
    '更新了地址和电话。',
    '对理财计划感兴趣，已发送资料。',
    '更换银行卡。',
    '咨询提前还贷。',
    '生日问候。',
    '检查了定期转账设置。',
  ],
};

/** What a manager wrote down of a contact or of a complaint. */
export function drawNote(
  random: Random,
  language: Language,
  about: 'contact' | 'complaint',
): string {
  return oneOf(random, (about === 'contact' ? contactNotes : complaintNotes)[language]);
}
