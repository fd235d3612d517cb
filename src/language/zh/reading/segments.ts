import type { SegmentReading } from '../../reading.ts';

const kinds = '客户群体|客户群|群体|客群|分群|人群';
const people = `${kinds}|客户|用户`;

export const segments: SegmentReading = {
  asked: [
    new RegExp(
      `^(?:请)?(?:帮我)?(?:介绍|说说|讲讲|描述|聊聊|了解|讲一讲|说一说)(?:一下|下)?(?<name>.+?)(?:这个|这类|这群|的)?(?<said>(?:${people}){0,2})(?:的?(?:情况|特点|特征|画像))?$`,
    ),
    new RegExp(
      `^(?<name>.+?)(?:这个|这类|这群|的)?(?<said>(?:${people}){0,2})(?:是什么样的(?:客户|人)?|是怎样的(?:客户|人)?|有(?:什么|哪些)特点|的特点|的特征|的画像)$`,
    ),
  ],
  explicit: new RegExp(`(?:${kinds})$`),
  generic: /[各每哪谁我你这那]|什么|所有|全部|几个|模型|分行|不同/,
  people: /..(?:储户|借款人|投资者|消费者|老人|年轻人|一族)$/,
};
