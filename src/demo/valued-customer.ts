import type { Day } from './calendar.ts';
import { type Contacts, moment, tellComment, tellInteraction, tellSurvey } from './contacts.ts';
import { tellOffer } from './offers.ts';

/** What passed between customer 1042 and the bank of late: the reasons his card will show. */
export function tellValuedCustomer(contacts: Contacts, today: Day): void {
  const tell = (
    ...interaction: [kind: 'call' | 'meeting' | 'complaint', ago: number, note: string]
  ) => {
    const [kind, ago, note] = interaction;
    tellInteraction(contacts, kind, moment(contacts.random, today - ago), note, null);
  };
  tell('meeting', 310, 'Annual review; happy with the service, wants to keep his savings here.');
  tell('call', 96, 'Asked what the term deposit will pay when it falls due in three weeks.');
  tell(
    'complaint',
    41,
    'Was promised 3.1 % on renewal and offered 2.2 %. Asks for a written answer; none sent yet.',
  );
  tell('call', 24, 'Asked again about his complaint. Mentioned an offer from Nordhaven Bank.');
  tellSurvey(contacts, today - 290, 9, 10);
  tellSurvey(contacts, today - 30, 4, 10);
  tellComment(contacts, today - 300, '客户经理很专业，解释得很清楚。谢谢！', 5);
  tellComment(
    contacts,
    today - 28,
    '存款利率比别的银行低，投诉之后一直没人回复。正在考虑把钱转走。',
    2,
  );
  tellOffer(contacts, {
    product: 'loan',
    day: today - 150,
    outcome: 'declined',
    answered: today - 143,
    note: 'Does not want to borrow while the mortgage runs.',
  });
}
