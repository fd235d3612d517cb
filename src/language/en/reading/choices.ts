import type { ChoiceReading } from '../../reading.ts';

export const choices: ChoiceReading = {
  balance: /balance|deposit|funds/i,
  transactions: /transaction|activit|payments/i,
  contribution: /contribut|profit|revenue|income|earn/i,
  byScore: /\bcvs\b|value score/i,
  byContribution: /contribut|profit|revenue|income|earn|money/i,
  byLifetimeValue: /\b(?:clv|ltv)\b|lifetime/i,
  valueModel: /\b(?:clv|ltv)\b|lifetime|\bvalue/i,
  segmentModel: /segment|cluster/i,
  churnModel: /churn|leav|attrition/i,
};
