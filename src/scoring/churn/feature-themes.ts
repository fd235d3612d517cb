/** What features tell of; several may tell the same in other words. */
const themes: Readonly<Record<string, string>> = {
  balance_change_1m: 'balance change',
  balance_change_3m: 'balance change',
  balance_change_6m: 'balance change',
  balance_change_12m: 'balance change',
  transactions_1m: 'activity',
  transactions_12m: 'activity',
  transactions_change_3m: 'activity',
  days_since_transaction: 'activity',
  complaints_3m: 'complaints',
  complaints_12m: 'complaints',
  unresolved_complaints: 'complaints',
  contacts_3m: 'contacts',
  contacts_12m: 'contacts',
  satisfaction: 'satisfaction',
  satisfaction_change: 'satisfaction',
  rating: 'satisfaction',
};

/** What a feature tells of, such as complaints; a feature without fellows is a theme of its own. */
export function themeOf(feature: string): string {
  return themes[feature] ?? feature;
}
