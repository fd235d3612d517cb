import type { ChoiceReading } from '../../reading.ts';

export const choices: ChoiceReading = {
  'metric.balance': /balance|deposit|funds/i,
  'metric.transactions': /transaction|activit|payments/i,
  'metric.contribution': /contribut|profit|revenue|income|earn/i,
  'sortBy.cvs': /\bcvs\b|value score/i,
  'sortBy.contribution': /contribut|profit|revenue|income|earn|money/i,
  'sortBy.clv': /\b(?:clv|ltv)\b|lifetime/i,
  'model.clv': /\b(?:clv|ltv)\b|lifetime|\bvalue/i,
  'model.segments': /segment|cluster/i,
  'model.recommend': /\b(?:recommend|offer)/i,
  'model.tree': /\bdecision tree|\bas a tree\b|\btree (?:picture|diagram|chart)/i,
  'model.uplift': /uplift|persuad/i,
  'riskOrder.persuadable': /persuad|uplift/i,
  'model.churn': /churn|leav|attrition/i,
};
