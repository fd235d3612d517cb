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
  'model.churn': /churn|leav|attrition/i,
};
