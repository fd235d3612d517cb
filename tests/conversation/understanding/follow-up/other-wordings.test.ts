import { describe, expect, it } from 'vitest';
import { otherWordings } from '../../../../src/conversation/understanding/follow-up/other-wordings.ts';
import type { Reading } from '../../../../src/conversation/understanding/read-line.ts';
import { readings } from '../../../../src/language/readings.ts';

const reading: Reading = {
  commands: [],
  recognise: () => {
    throw new Error('Nothing is recognised here.');
  },
  names: { branches: [], segments: [], managers: [] },
  timezone: 'Europe/Prague',
};
const inStandard = (line: string) =>
  readings.reduce((text, { followUps }) => followUps?.standard?.(text) ?? text, line);

describe('a line in other words', () => {
  it('is standard Chinese where it is Cantonese', () => {
    expect(otherWordings('排第二嗰個點解會走㗎', reading)[0]).toBe('排第二那位为什么会走');
    expect(inStandard('听日提我打畀佢')).toBe('明天提醒我打电话给他');
    expect(inStandard('净系睇布拉格嘅')).toBe('只看布拉格的');
  });

  it('is left as it is where it is standard Chinese', () => {
    for (const line of [
      '净资产',
      '净值300万',
      '改到9点',
      '周边度假',
      '打听日期',
      '仲裁',
      '今日余额',
      '刚刚见了他',
    ])
      expect(inStandard(line)).toBe(line);
  });

  it('keeps words of standard Chinese in a line of Cantonese', () => {
    for (const [line, standard] of [
      ['佢嘅净资产', '他的净资产'],
      ['佢净值300万', '他净值300万'],
      ['唔好，改到9点', '不好，改到9点'],
      ['佢去周边度假', '他去周边度假'],
      ['佢打听日期', '他打听日期'],
      ['佢嘅仲裁', '他的仲裁'],
    ] as const)
      expect(inStandard(line)).toBe(standard);
  });
});
