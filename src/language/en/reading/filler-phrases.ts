/** What tells why something is asked, and greetings before it: "before my call", "good morning". */
export const fillerPhrases: readonly RegExp[] = [
  /^(?:good (?:morning|afternoon|evening|day)|morning|hi|hello|hey|dear)(?: (?:there|all|everyone|everybody|bot|bellwether))?[,!.:]* +(?=\S+ \S+ \S)/giu,
  /\b(?:before|for|ahead of|prior to|until|till) (?:i (?:have|go to|go into) )?(?:my|our|the|a|an|this|that|today's|tomorrow's|next)(?: [\p{L}\d:']+){0,2} (?:call|meeting|visit|appointment|lunch|chat|review|presentation)\b/giu,
  /\b(?:i have|i've got|i got|got|having) (?:a|the|my|another) (?:[\p{L}']+ )?(?:call|meeting|visit|appointment|lunch|chat) (?=with\b)/giu,
];
