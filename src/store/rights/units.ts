/** What numbers of a column are, by its name; `money` is the bank's currency. */
const numbers: Readonly<Record<string, string>> = {
  balance: 'money',
  churn_probability: 'probability, 0 to 1',
  clv: 'money',
  clv_high: 'money',
  clv_low: 'money',
  contribution12m: 'money',
  cost_to_serve: 'money',
  cvs: 'score, 0 to 100',
  expected_contribution: 'money a month',
  expected_loss: 'money',
  expected_transactions: 'transactions within the horizon',
  fees: 'money',
  frequency: 'transactions a year',
  frequency_score: 'score, 1 to 5',
  horizon_months: 'months',
  line: 'line of the file',
  monetary: 'money',
  monetary_score: 'score, 1 to 5',
  month_mean: 'money',
  net_interest: 'money',
  position: 'place, 1 is the first',
  probability: 'probability, 0 to 1',
  probability_alive: 'probability, 0 to 1',
  rating: 'points',
  read_by: 'version of the model',
  recency_days: 'days',
  recency_score: 'score, 1 to 5',
  satisfaction: 'share, 0 to 1',
  scale_max: 'points',
  scale_min: 'points',
  score: 'points',
  transactions: 'number',
  value_at_stake: 'money',
  value_if_stays: 'money',
};

/**
 * The unit of a column's values in words; undefined for numbers of which it is not known.
 * @param type as the database's catalogue has it; undefined for one that was made of others
 * @param currency ISO 4217, of the bank
 */
export function unitOf(
  column: string,
  type: string | undefined,
  currency: string,
): string | undefined {
  switch (type) {
    case 'date':
      return 'day, ISO 8601';
    case 'timestamp with time zone':
      return 'moment, ISO 8601';
    case 'numeric':
      return currency;
    case 'boolean':
      return 'true or false';
    case 'jsonb':
      return 'JSON';
    case 'integer':
    case 'bigint':
    case 'smallint':
    case 'double precision':
      return (
        numbers[column]?.replace('money', currency) ??
        (/^id$|_(id|by)$/.test(column) ? 'number within this store' : undefined)
      );
    default:
      return 'text';
  }
}
