import type { SmallTalk } from '../../reading.ts';

export const smallTalk: SmallTalk = {
  hello:
    /^(?:你好|您好|哈[喽啰囉罗]|嗨|早|早安|早上好|下午好|晚上好)(?: bellwether)?[\s\p{P}\p{S}]*$/iu,
  thanks: /^(?:谢谢你?|谢谢您|多谢|謝謝|感谢|辛苦了?|好的?|知道了|明白了?)[\s\p{P}\p{S}]*$/u,
  bye: /^(?:再见|拜拜|晚安|明天见|周末愉快)[\s\p{P}\p{S}]*$/u,
};
