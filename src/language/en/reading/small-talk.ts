import type { SmallTalk } from '../../reading.ts';

export const smallTalk: SmallTalk = {
  hello:
    /^(?:hi+|hey+|hello+|hallo|ahoj|good (?:morning|afternoon|evening|day)|morning|greetings)(?: (?:there|all|bot|bellwether))?[\s\p{P}\p{S}]*$/iu,
  thanks:
    /^(?:(?:many |ok |okay |great |cool |perfect |super )?(?:thanks|thank you|thx|cheers|ty)(?: (?:a lot|very much|so much|mate))?|ok(?:ay)?|great|perfect|cool)[\s\p{P}\p{S}]*$/iu,
  bye: /^(?:bye+|goodbye|good ?bye|see (?:you|ya)|good ?night|have a (?:nice|good) [\p{L}\d]+)[\s\p{P}\p{S}]*$/iu,
};
