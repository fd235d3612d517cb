/** What tells why something is asked, and greetings before it: 开会前, 早上好. */
export const fillerPhrases: readonly RegExp[] = [
  /^(?:你好|您好|早上好|下午好|晚上好|早|哈喽|嗨|喂)[,!。:、 ]+(?=.{4})/gu,
  /(?:开[\p{Script=Han}]{0,2}会|例会|会议|拜访|见面|见客户|见他|见她|出门)(?:之前|以前|前|用)/gu,
];
