import type { QuestionReading } from '../../reading.ts';

const begins = '(?:^|[,:;] )';
const spans = '(?:days|weeks|months|quarters|years)';

/** How English asks, and what its questions suppose. */
export const questions: QuestionReading = {
  opening:
    /^(?:(?:hi|hello|hey|ok|okay|so|and|but|well|please)[,!.]? )?(?:(?:can|could|would|will) you (?:please )?(?:tell|show|say|let)(?: me)?(?: know)?|do you (?:know|think|believe|happen to know)|please tell me|tell me|i(?:'d| would) like to know|i (?:want|need) to know|i wonder|any idea)(?:,? please)?[,:]? /iu,
  forms: {
    howMany: new RegExp(
      `${begins}(?:how many|(?:what(?:'s| is) )?the (?:number|count) of|what number of)\\b(?! ${spans}\\b)`,
      'iu',
    ),
    when: new RegExp(
      `${begins}(?:(?:since|until|till|by|from) )?(?:when(?! (?:i|we|you)\\b)|(?:what|which) (?:date|day|month)|how (?:long|soon)|how many ${spans})\\b`,
      'iu',
    ),
    who: new RegExp(
      `${begins}(?:who|whom|whose|who's|which (?:of|one|ones|customers?|clients?|people))\\b`,
      'iu',
    ),
    why: new RegExp(
      `${begins}(?:why|how come|for what reasons?|what(?:'s| is| are) the reasons?)\\b`,
      'iu',
    ),
    yesNo:
      /^(?:(?:hi|hello|hey|ok|okay|so|and|but|well|please)[,!.]? )?(?:(?:(?:can|could) you )?(?:tell me|say|check|see) (?:if|whether)|do you (?:think|believe)|is|isn't|are|aren't|will(?! you\b)|won't|would(?! you\b)|could(?! (?:you|i|we)\b)|can(?! (?:you|i|we)\b)|might|does|doesn't|do(?= (?:i|we|they|my|our|any)\b)|did|didn't|has|hasn't|have(?= (?:i|we|they|my|our|any|the)\b))\b|^(?:customer |client )?#?[a-z]{0,4}-?\d{1,20} [^?]*\?$/iu,
  },
  claims: {
    leave:
      /\b(?:leav(?:e|es|ing)|churn(?:s|ing)?|(?:walk|go|run|mov|slip)(?:e|ing|ping)? (?:away|elsewhere|off)|going to go|at risk|defect(?:s|ing)?|los(?:e|ing)|quit(?:s|ting)?|jump(?:ing)? ship|switch(?:ing)? banks?)\b/iu,
    stay: /\b(?:stay(?:s|ing)?|remain(?:s|ing)?|safe|stick(?:s|ing)? (?:with|around)|still be (?:here|with us|a (?:customer|client)))\b/iu,
    fall: /\b(?:fall(?:s|ing|en)?|fell|drop(?:s|ping|ped)?|declin(?:e|es|ing|ed)|shr[iu]nk(?:s|ing)?|decreas(?:e|es|ing|ed)|(?:go|goes|going|gone|went|come|coming|trending) down|down|sink(?:s|ing)?|dwindl(?:e|es|ing|ed)|halv(?:e|es|ing|ed)|run(?:s|ning)? out|empty)\b/iu,
    rise: /\b(?:ris(?:e|es|ing|en)|rose|grow(?:s|ing|n)?|grew|increas(?:e|es|ing|ed)|(?:go|goes|going|gone|went|come|coming|trending) up|up|climb(?:s|ing|ed)?|recover(?:s|ing|ed)?)\b/iu,
    valuable:
      /\b(?<!most )(?:valuable|important|key|vip|high[- ](?:value|tier)|good|top(?:[- ]tier)?)(?! than)\b/iu,
    help: /\b(?:help(?:s|ed|ing)?|work(?:s|ed|ing)?|effect(?:ive)?|pa(?:y|id) off|success(?:ful)?|useful|difference)\b/iu,
    default: /\bdefault(?:s|ing)?\b/iu,
  },
  negated:
    /(?<!\bor )\b(?:not|never|no longer|unlikely|less likely|anything but)\b| (?:is|are|wo|do|does|did|has|have|would|could|ca)n't\b/iu,
};
