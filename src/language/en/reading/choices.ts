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
  'riskOrder.persuadable':
    /persuad|uplift|\b(?:talked|talk|won|win|brought|bring) (?:(?:them|him|her|people) )?(?:into staying|out of (?:leaving|going)|round|over|back)\b|\b(?:call|visit|contact|ring) (?:can |could |would |will )?(?:still )?(?:make a difference|help)/i,
  'model.churn': /churn|leav|attrition/i,
};
