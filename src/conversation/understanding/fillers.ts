const asides = [
  /^(?:good (?:morning|afternoon|evening|day)|morning|hi|hello|hey|dear)(?: (?:there|all|everyone|everybody|bot|bellwether))?[,!.:]* +(?=\S+ \S+ \S)/giu,
  /^(?:你好|您好|早上好|下午好|晚上好|早|哈喽|嗨|喂)[,!。:、 ]+(?=.{4})/gu,
  /\b(?:before|for|ahead of|prior to|until|till) (?:i (?:have|go to|go into) )?(?:my|our|the|a|an|this|that|today's|tomorrow's|next)(?: [\p{L}\d:']+){0,2} (?:call|meeting|visit|appointment|lunch|chat|review|presentation)\b/giu,
  /\b(?:i have|i've got|i got|got|having) (?:a|the|my|another) (?:[\p{L}']+ )?(?:call|meeting|visit|appointment|lunch|chat) (?=with\b)/giu,
  /(?:开[\p{Script=Han}]{0,2}会|例会|会议|拜访|见面|见客户|见他|见她|出门)(?:之前|以前|前|用)/gu,
];

/** A text without what tells why it is asked, and without greetings before it: "good morning", "before my call", 开会前. */
export function withoutAsides(text: string): string {
  return asides.reduce((rest, aside) => rest.replace(aside, ' '), text);
}
