import type { ChoiceReading } from '../../reading.ts';

export const choices: ChoiceReading = {
  'metric.balance':
    /balance|deposit|funds|savings\b|\brock bottom\b|^(?!.*\b(?:bring|earn|ma[dk]e|profit|contribut|revenue|income|worth|value|lose|cost)).*\b(?:money|cash)\b/i,
  'metric.transactions': /transaction|activit|payments|\btraffic\b/i,
  'metric.contribution': /contribut|profit|revenue|income|earn/i,
  'sortBy.cvs': /\bcvs\b|value score|\b(?:by|on|highest|best) (?:the |their )?scores?\b/i,
  'sortBy.contribution': /contribut|profit|revenue|income|earn|money/i,
  'sortBy.clv': /\b(?:clv|ltv)\b|lifetime/i,
  'model.clv': /\b(?:clv|ltv)\b|lifetime|\bvalue/i,
  'model.segments': /segment|cluster/i,
  'model.recommend': /\b(?:recommend|offer)/i,
  'model.tree': /\bdecision tree|\bas a tree\b|\btree (?:picture|diagram|chart)/i,
  'model.uplift': /uplift|persuad/i,
  'reportPeriod.monthly': /\b(?:monthly|(?<!\d[ -]?)month(?:'s)?)\b/i,
  'reportPeriod.quarterly': /\bquarter(?:ly|s|'s)?\b|\bq[1-4]\b/i,
  'reportPeriod.weekly': /\bweek(?:ly|s|'s)?\b|\b(?:seven|7) days\b/i,
  'riskOrder.probability':
    /\bby (?:the |their )?(?:churn )?(?:probability|likelihood|chances?|risk)\b|\b(?:likeliest|most likely|highest (?:risk|probability|chance)|riskiest) (?:(?:ones?|customers|to (?:leave|go)) )?first\b/i,
  'riskOrder.stake': /\b(?:at stake|by stakes?|biggest stakes?|most to lose)\b/i,
  'riskOrder.persuadable':
    /persuad|uplift|\b(?:talked|talk|won|win|brought|bring) (?:(?:them|him|her|people) )?(?:into staying|out of (?:leaving|going)|round|over|back)\b|\b(?:call|visit|contact|ring) (?:can |could |would |will )?(?:still )?(?:make a difference|help)/i,
  'digestLanguage.en': /\b(?:in|into|to) english\b|\benglish (?:version|instead|please)\b/i,
  'digestLanguage.zh':
    /\b(?:in|into|to) (?:chinese|mandarin)\b|\bchinese (?:version|instead|please)\b/i,
  'digestPlace.here':
    /\b(?:send|deliver|post|move|put|bring|redirect|get|have|drop|route)\b.{1,60}\b(?:here|(?:to|in|into) (?:this|our) (?:channel|chat|conversation|thread|room|group)|(?:to|into) me(?: directly)?|(?:to|into) my (?:dms?|chat|inbox))\b/i,
  'digestPlace.elsewhere':
    /\b(?:to|into|in) (?:<?#[\p{L}\d]|(?:the |our )(?:\p{L}[\p{L}\d-]* ){0,3}(?:channel|group chat|room)\b|(?:slack|teams|e-?mail|outlook|whatsapp)\b)|\b(?:e-?mail) (?:it|them) instead\b/iu,
  'digestWhom.all':
    /\b(?:all|every) (?:my |our |the )?(?:customers?|clients?|branches|segments?)(?: again)?\b|\b(?:without|drop|remove|clear|lift|no) (?:the |any |more )?(?:filters?|restriction|limits?)\b|\b(?:for )?(?:everyone|everybody)(?: again)?\b|\bwhole (?:bank|book)\b|\bnot only\b/i,
  'digestOf.events':
    /\b(?:money|customer|account|cash[- ]?flow) (?:events?|alerts?)\b|\bevents? (?:digest|alert|list|feed|mail)|\b(?:digest|list|mail|summary|alerts?) (?:of|with|about|for|on) (?:the |all |any |my |new )?(?:customers'? )?(?:events?|complaints|salar|inflows|outflows)|^(?!.*\b(?:risk|churn|leav|attrition)).*\b(?:events\b|(?:in|out)flows?\b|salar(?:y|ies)\b|maturing|matur(?:e|ities)\b|birthdays?\b|anniversar|(?:new |open |unanswered )complaints?\b|money (?:leav|going|com|mov|in and out)|unusual (?:payment|transaction|movement|money)|paid off|woke up|dormant accounts? (?:awake|wak))/i,
  'digestOf.movers':
    /\bmovers?\b|\b(?:biggest|largest|top|main) (?:value )?(?:gain(?:s|ers)?|los(?:s|ses|ers)|change[sd]?|moves?|swings?|jumps?|drops?|risers|fallers|climbers|winners)\b|\bwho(?:se value)? (?:moved|changed|gained|lost|rose|fell|jumped|dropped)(?: (?:the )?most| in value| value)?|\bwinners and losers\b|\b(?:gainers|risers) and (?:losers|fallers)\b|\bvalue (?:moves|changes|swings|movements)\b/i,
  'digestOf.segments':
    /^(?!.*\b(?:risk|churn|leav|attrition|segments? (?:only|alone)|all segments)).*\b(?:segments\b|segmentation\b|segment (?:breakdown|overview|summary|split|movements?|sizes|mix|figures|report|digest|numbers|stats|picture))/i,
  'digestOf.book':
    /\bbook (?:summary|overview|figures|totals?|digest|update|numbers|status|stats|value|picture|review)\b|\b(?:summary|overview|state|status|total|totals|figures|numbers|value|update) (?:of|for|on|about) (?:my |the |our )?(?:whole )?(?:book|portfolio)\b|\b(?:how|what) (?:is |are |'s )?(?:my |the |our )?(?:whole )?(?:book|portfolio)(?:'s| is| are)? (?:doing|worth|going|adds?|looks?|looking|stands?|performing|come)|\bhow (?:my|the|our) (?:whole )?(?:book|portfolio)\b|\bportfolio (?:summary|overview|digest|update|figures|review|numbers)\b|^(?!.*\b(?:risk|churn|leav|attrition|for|only|in|from)\b).*\b(?:my|the|our) (?:book|portfolio)\b/i,
  'digestOf.weekly-report':
    /^(?!.*\b(?:risk|churn|leav|attrition)).*\bweekly[ -](?:\w+ ){0,2}reports?\b/i,
  'digestOf.monthly-report':
    /^(?!.*\b(?:risk|churn|leav|attrition)).*\bmonthly[ -](?:\w+ ){0,2}reports?\b/i,
  'digestOf.quarterly-report':
    /^(?!.*\b(?:risk|churn|leav|attrition)).*\bquarterly[ -](?:\w+ ){0,2}reports?\b/i,
  'digestOf.report':
    /^(?!.*\b(?:risk|churn|leav|attrition|segment|events?|movers?|book|portfolio)\b).*\breports?\b(?! (?:me|to|on (?:customers|clients|those|people)))/i,
  'digestEmpty.line-when-nothing':
    /\b(?:even|also) (?:if|when|on days (?:when|with))(?: there(?:'s| is| are))? (?:\w+ ){0,2}(?:nothing|no (?:news|changes?|one)|nobody|empty)\b|\b(?:say|tell me|let me know|a line|one line|a (?:short )?note|a message) (?:so |anyway )?(?:if|when)(?: there(?:'s| is| was))? (?:nothing|nobody|no (?:news|change))|\b(?:don't|do not|never) skip (?:it )?when\b/i,
  'digestEmpty.skip-when-nothing':
    /\b(?:skip|nothing|silent|quiet|don't (?:send|bother)(?: me| it)?|do not (?:send|bother)(?: me| it)?|no (?:mail|message|digest)) (?:it |me |them |anything )?(?:if|when|on days (?:when|with))(?: there(?:'s| is| are))? (?:\w+ ){0,2}(?:nothing|no (?:news|changes?|one)|nobody|empty)\b|\bonly (?:if|when) (?:there(?:'s| is| are) |something )(?:something|anything|news|has changed|changed|is new)/i,
  'model.churn': /churn|leav|attrition/i,
};
