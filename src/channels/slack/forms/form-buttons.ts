import { z } from 'zod';
import { customerInSlashForm } from '../../../conversation/arguments/customer.ts';
import type { Answer } from '../../../conversation/conversation.ts';
import { sayIn } from '../../../language/messages.ts';

/** The forms that a button may open. */
export const formNames = ['whatif', 'contact', 'digest', 'filter'] as const;

/** One of `formNames`. */
export type FormName = (typeof formNames)[number];

/** A button that opens a form; `of`: the customer as a slash form names them, the number of a digest, or the word of a list. */
export type FormButton = { form: FormName; of: string; label: string };

const ofCustomer = z.object({ customer: z.string() });
const ofDigests = z.object({
  digests: z.array(z.object({ digest: z.number(), standing: z.string().nullable() })),
});
const mostDigests = 3;

/** The forms that an answer leads to. */
export function formButtons({ intent, outcome, data, locale }: Answer): FormButton[] {
  if (outcome !== 'answered') return [];
  const say = sayIn(locale);
  switch (intent) {
    case 'customer.value':
    case 'customer.whatif': {
      const { data: of } = ofCustomer.safeParse(data);
      if (of === undefined) return [];
      const customer = customerInSlashForm(of.customer);
      return (['whatif', 'contact'] as const).map((form) => ({
        form,
        of: customer,
        label: say(`slack.forms.${form}.button`),
      }));
    }
    case 'ranking.top':
      return [{ form: 'filter', of: 'top', label: say('slack.forms.filter.button') }];
    case 'ranking.atRisk':
      return [{ form: 'filter', of: 'at-risk', label: say('slack.forms.filter.button') }];
    case 'digest.list': {
      const own = ofDigests.safeParse(data).data?.digests ?? [];
      return own
        .filter(({ standing }) => standing === null)
        .slice(0, mostDigests)
        .map(({ digest }) => ({
          form: 'digest',
          of: String(digest),
          label: say('slack.forms.digest.button', { digest: String(digest) }),
        }));
    }
    default:
      return [];
  }
}
