import { type Activity, ActivityTypes, CardFactory, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Principal } from '../../access/principal.ts';
import { contactKinds } from '../../conversation/arguments/contact.ts';
import { slashForm } from '../../conversation/arguments/grammar.ts';
import { isFor } from '../../conversation/command.ts';
import type { Answer } from '../../conversation/conversation.ts';
import { longestNote } from '../../conversation/form-bounds.ts';
import type { Intent } from '../../conversation/intent.ts';
import { commandWord } from '../../conversation/phrases.ts';
import { commands } from '../../conversation/registry.ts';
import type { Locale } from '../../language/locale.ts';
import { type Say, sayIn } from '../../language/messages.ts';
import type { AdaptiveCard } from '../adaptive-card.ts';

const fetchForm = 'task/fetch';
const submitForm = 'task/submit';

/** Whether an activity opens a form, or sends one that is filled in. */
export const isOfForm = ({ name }: Activity): boolean => name === fetchForm || name === submitForm;

/** The forms that there are: a contact to note, what-if, and when a digest is sent; and the command that each asks. */
const intentOf = {
  log: 'customer.log',
  whatIf: 'customer.whatif',
  digest: 'digest.edit',
} as const satisfies Record<string, Intent>;
type FormName = keyof typeof intentOf;
const formNames = z.enum(['log', 'whatIf', 'digest']);

/** What a form is about: a customer, by the bank's id, or one of the asker's digests, by its number. */
const subject = z.string().regex(/^[^\p{Cc}]{1,200}$/u);
const opened = z.object({ data: z.object({ form: formNames, about: subject }) });

/** A button that opens a form. Only Teams knows such; elsewhere the same is asked in words. */
export type FormAction = {
  type: 'Action.Submit';
  title: string;
  data: { msteams: { type: 'task/fetch' }; form: FormName; about: string };
};

const ofCustomer = z.object({ customer: subject });
const ofDigests = z.object({ digests: z.array(z.object({ digest: z.number().int() })).min(1) });
const customerAnswers: ReadonlySet<Intent> = new Set([
  'customer.value',
  'customer.explain',
  'customer.brief',
]);
/** Digests whose forms stand below a list of them. */
const mostDigests = 3;

const commandOf = (form: FormName) => {
  const command = commands.find(({ intent }) => intent === intentOf[form]);
  if (command === undefined) throw new Error(`No command is asked by the form ${form}.`);
  return command;
};

/** The buttons below an answer that open forms: for what its asker may do with whom or what it shows. */
export function formActions(
  { intent, data, locale }: Pick<Answer, 'intent' | 'data' | 'locale'>,
  asker: Principal,
): FormAction[] {
  const say = sayIn(locale);
  const action = (form: FormName, about: string, title: string): FormAction[] =>
    isFor(asker, commandOf(form))
      ? [{ type: 'Action.Submit', title, data: { msteams: { type: fetchForm }, form, about } }]
      : [];
  const customer = customerAnswers.has(intent)
    ? ofCustomer.safeParse(data).data?.customer
    : undefined;
  if (customer !== undefined)
    return [
      ...action('log', customer, say('channels.teams.forms.log')),
      ...action('whatIf', customer, say('channels.teams.forms.whatIf')),
    ];
  const digests = intent === 'digest.list' ? (ofDigests.safeParse(data).data?.digests ?? []) : [];
  return digests
    .slice(0, mostDigests)
    .map(({ digest }) => String(digest))
    .flatMap((number) => action('digest', number, say('channels.teams.forms.digest', { number })));
}

/** The fields of each form, as an Adaptive Card has them. */
const fields: Record<FormName, (say: Say) => Record<string, unknown>[]> = {
  log: (say) => [
    {
      type: 'Input.ChoiceSet',
      id: 'contactKind',
      label: say('channels.teams.forms.kind'),
      value: 'called',
      choices: contactKinds.map((kind) => ({
        title: say('channels.teams.forms.kinds', { kind }),
        value: kind,
      })),
    },
    {
      type: 'Input.Text',
      id: 'note',
      label: say('channels.teams.forms.note'),
      isMultiline: true,
      maxLength: longestNote,
    },
    { type: 'Input.Date', id: 'due', label: say('channels.teams.forms.due') },
  ],
  whatIf: (say) =>
    (['retention', 'margin', 'discount', 'horizon'] as const).map((id) => ({
      type: 'Input.Number',
      id,
      label: say('channels.teams.forms.assumption', { assumption: id }),
      ...(id === 'margin' ? {} : { min: 0 }),
    })),
  digest: (say) => [
    {
      type: 'Input.Text',
      id: 'schedule',
      label: say('channels.teams.forms.schedule'),
      placeholder: say('channels.teams.forms.scheduleExample'),
      isRequired: true,
      errorMessage: say('channels.teams.forms.scheduleExample'),
      maxLength: 200,
    },
  ],
};

const text = z.string().trim();
const given = z.preprocess((value) => (value === '' ? undefined : value), text.optional());
const percent = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.coerce.number().optional(),
);
const filled = {
  log: z.object({ contactKind: z.enum(contactKinds), note: given, due: given }),
  whatIf: z.object({ retention: percent, margin: percent, discount: percent, horizon: percent }),
  digest: z.object({ schedule: text.min(1).max(200) }),
};

/** What a form that is filled in asks, as a line of chat; undefined where it is not filled in as it must be. */
function lineOf(form: FormName, about: string, data: unknown): string | undefined {
  const command = commandOf(form);
  const entities = entitiesOf(form, about, data);
  if (entities === undefined) return undefined;
  if (typeof entities === 'string') return `/value ${entities}`;
  const said = slashForm(commandWord(command), command.arguments, entities);
  return said === undefined ? undefined : `/value ${said}`;
}

function entitiesOf(
  form: FormName,
  about: string,
  data: unknown,
): Record<string, unknown> | string | undefined {
  if (form === 'log') {
    const answered = filled.log.safeParse(data).data;
    if (answered === undefined) return undefined;
    const { contactKind, note, due } = answered;
    return {
      customer: about,
      contactKind,
      ...(note === undefined ? {} : { note: note.replace(/\s+/gu, ' ').slice(0, longestNote) }),
      ...(due === undefined ? {} : { due }),
    };
  }
  if (form === 'whatIf') {
    const answered = filled.whatIf.safeParse(data).data;
    if (answered === undefined) return undefined;
    const { retention, margin, discount, horizon } = answered;
    const share = (percents: number | undefined) =>
      percents === undefined ? undefined : percents / 100;
    const assumptions = Object.fromEntries(
      Object.entries({
        retention: share(retention),
        margin: share(margin),
        discount: share(discount),
        horizon,
      }).filter(([, value]) => value !== undefined),
    );
    return Object.keys(assumptions).length === 0 ? undefined : { customer: about, assumptions };
  }
  const answered = filled.digest.safeParse(data).data;
  return answered === undefined || !/^\d{1,9}$/.test(about)
    ? undefined
    : `${commandWord(commandOf('digest'))} ${about} ${answered.schedule.replace(/\s+/gu, ' ')}`;
}

/** Responds to a form with another card in its place, or a line. */
const respond = (context: TurnContext, task: Record<string, unknown>) =>
  context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: { status: 200, body: { task } },
  });

/** Says a line in place of a form. */
export const respondToFormWithText = (context: TurnContext, value: string) =>
  respond(context, { type: 'message', value });

/** What the forms need. */
type FormOptions = {
  ask(activity: Activity, line: string, principal: Principal): Promise<Answer>;
  cardOf(answer: Answer, asker: Principal): Promise<AdaptiveCard>;
  isFirst(activity: Activity): Promise<boolean> | boolean;
};

/**
 * Opens forms, and asks what a form that is filled in says, as a line of chat: it is answered, refused, limited and noted as such. The
 * answer takes the form's place, for whoever filled it in alone.
 */
export function createForms({ ask, cardOf, isFirst }: FormOptions) {
  return async (context: TurnContext, asker: Principal, locale: Locale): Promise<void> => {
    const { activity } = context;
    const say = sayIn(locale);
    const asked = opened.safeParse(activity.value).data?.data;
    if (asked === undefined || !isFor(asker, commandOf(asked.form))) {
      await respondToFormWithText(context, say('channels.teams.noButton'));
      return;
    }
    const { form, about } = asked;
    const title = {
      log: say('channels.teams.forms.log'),
      whatIf: say('channels.teams.forms.whatIf'),
      digest: say('channels.teams.forms.digest', { number: about }),
    }[form];
    if (activity.name === fetchForm) {
      const card = {
        type: 'AdaptiveCard',
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        version: '1.5',
        lang: locale,
        body: fields[form](say),
        actions: [
          {
            type: 'Action.Submit',
            title: say('channels.teams.forms.send'),
            data: { form, about },
          },
        ],
      };
      await respond(context, {
        type: 'continue',
        value: { title, height: 'medium', width: 'medium', card: CardFactory.adaptiveCard(card) },
      });
      return;
    }
    const line = lineOf(form, about, z.object({ data: z.unknown() }).parse(activity.value).data);
    if (line === undefined) {
      await respondToFormWithText(context, say('channels.teams.forms.incomplete'));
    } else if (await isFirst(activity)) {
      const card = await cardOf(await ask(activity, line, asker), asker);
      await respond(context, {
        type: 'continue',
        value: { title, height: 'medium', width: 'medium', card: CardFactory.adaptiveCard(card) },
      });
    } else {
      await respondToFormWithText(context, title);
    }
  };
}
