import type { types } from '@slack/bolt';
import { z } from 'zod';
import { longestNote } from '../../../conversation/form-bounds.ts';
import { formatsOf } from '../../../language/catalogs.ts';
import type { Locale } from '../../../language/locale.ts';
import { sayIn } from '../../../language/messages.ts';
import type { FormName } from './form-buttons.ts';

/** The names of the bank that a list can be held to. */
export type NamesOfBank = { branches: readonly string[]; segments: readonly string[] };

/** What a form was filled in with, by the names of its fields; a field that was left is absent. */
export type Filled = Readonly<Record<string, string>>;

/** What a form asks, as a slash form; or the fields that are wrong, each with the key of what to say. */
export type FormAsks = { command: string } | { wrong: Readonly<Record<string, WrongField>> };
type WrongField = 'nothing' | 'later' | 'earlier';

/** Slack gives a select so many options at most. */
const mostOptions = 100;
const action = 'field';
const optionText = 75;

const fieldState = z.union([
  z
    .object({ selected_option: z.object({ value: z.string() }) })
    .transform((of) => of.selected_option.value),
  z.object({ selected_date: z.string() }).transform((of) => of.selected_date),
  z.object({ value: z.string() }).transform((of) => of.value),
]);
const stateShape = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Reads what a form was filled in with. */
export function filledIn(values: unknown): Filled {
  const state = stateShape.parse(values);
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, { [action]: field }]) => {
      const { data } = fieldState.safeParse(field);
      return data === undefined || data.trim() === '' ? [] : [[name, data.trim()] as const];
    }),
  );
}

type Option = { value: string; text: string };
const option = ({ value, text }: Option): types.PlainTextOption => ({
  text: { type: 'plain_text', text: text.slice(0, optionText) },
  value,
});

/** The fields of a form. */
export function fieldsOf(
  form: FormName,
  of: string,
  locale: Locale,
  names: NamesOfBank,
): types.InputBlock[] {
  const say = sayIn(locale);
  const field = (
    name: string,
    label: string,
    element: types.InputBlock['element'],
    optional = true,
  ): types.InputBlock => ({
    type: 'input',
    block_id: name,
    optional,
    label: { type: 'plain_text', text: label },
    element,
  });
  const select = (options: readonly Option[]): types.StaticSelect => ({
    type: 'static_select',
    action_id: action,
    placeholder: {
      type: 'plain_text',
      text: say(`slack.forms.unset.${form === 'contact' || form === 'filter' ? form : 'others'}`),
    },
    options: options.slice(0, mostOptions).map(option),
  });
  const percent = new Intl.NumberFormat(formatsOf(locale), { style: 'percent' });
  const signed = new Intl.NumberFormat(formatsOf(locale), {
    style: 'percent',
    signDisplay: 'always',
  });
  switch (form) {
    case 'whatif':
      return [
        field(
          'retention',
          say('slack.forms.whatif.retention'),
          select(
            [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98].map((share) => ({
              value: String(share),
              text: percent.format(share),
            })),
          ),
        ),
        field(
          'margin',
          say('slack.forms.whatif.margin'),
          select(
            [-20, -10, -5, 5, 10, 20].map((points) => ({
              value: `${points > 0 ? '+' : ''}${points}%`,
              text: signed.format(points / 100),
            })),
          ),
        ),
        field(
          'horizon',
          say('slack.forms.whatif.horizon'),
          select(
            [12, 24, 36, 60].map((months) => ({
              value: String(months),
              text: say('customer-words.years', { years: months / 12 }),
            })),
          ),
        ),
        field(
          'discount',
          say('slack.forms.whatif.discount'),
          select(
            [4, 6, 8, 10, 12].map((points) => ({
              value: `${points}%`,
              text: percent.format(points / 100),
            })),
          ),
        ),
      ];
    case 'contact':
      return [
        field(
          'kind',
          say('slack.forms.contact.kind'),
          select(
            (['called', 'met', 'emailed', 'visited'] as const).map((value) => ({
              value,
              text: say(`slack.forms.contact.kinds.${value}`),
            })),
          ),
          false,
        ),
        field('on', say('slack.forms.contact.on'), { type: 'datepicker', action_id: action }),
        field('note', say('slack.forms.contact.note'), {
          type: 'plain_text_input',
          action_id: action,
          multiline: true,
          max_length: longestNote,
        }),
        field('due', say('slack.forms.contact.due'), { type: 'datepicker', action_id: action }),
      ];
    case 'digest':
      return [
        field('schedule', say('slack.forms.digest.schedule'), {
          type: 'plain_text_input',
          action_id: action,
          max_length: longestSchedule,
          placeholder: { type: 'plain_text', text: say('slack.forms.digest.example') },
        }),
        field(
          'limit',
          say('slack.forms.digest.limit'),
          select(['3', '5', '10', '15'].map((value) => ({ value, text: value }))),
        ),
        field(
          'nothing',
          say('slack.forms.digest.nothing'),
          select(
            (['skip-when-nothing', 'line-when-nothing'] as const).map((value) => ({
              value,
              text: say(`slack.forms.digest.nothings.${value}`),
            })),
          ),
        ),
        field(
          'language',
          say('slack.forms.digest.language'),
          select([
            { value: 'en', text: 'English' },
            { value: 'zh', text: '中文' },
          ]),
        ),
      ];
    case 'filter':
      return [
        field(
          'tier',
          say('slack.forms.filter.tier'),
          select(
            (['high', 'medium', 'low'] as const).map((tier) => ({
              value: tier,
              text: say('customer-words.tier', { tier }),
            })),
          ),
        ),
        ...(names.branches.length === 0
          ? []
          : [
              field(
                'branch',
                say('slack.forms.filter.branch'),
                select(names.branches.map((name) => ({ value: name, text: name }))),
              ),
            ]),
        ...(names.segments.length === 0
          ? []
          : [
              field(
                'segment',
                say('slack.forms.filter.segment'),
                select(names.segments.map((name) => ({ value: name, text: name }))),
              ),
            ]),
        field(
          'sort',
          say('slack.forms.filter.sort'),
          select(
            sorts(of).map((value) => ({ value, text: say(`slack.forms.filter.sorts.${value}`) })),
          ),
        ),
        field(
          'limit',
          say('slack.forms.filter.limit'),
          select(['5', '10', '20', '50'].map((value) => ({ value, text: value }))),
        ),
      ];
  }
}

const sorts = (list: string) =>
  list === 'top'
    ? (['value', 'clv', 'cvs', 'contribution'] as const)
    : (['stake', 'probability'] as const);

const longestSchedule = 120;

/** Quotation marks would end what stands in them. */
const quoted = (text: string) =>
  `"${text.replaceAll(/["“”„«»「」『』]/g, "'").replace(/\s+/g, ' ')}"`;

/**
 * What a form asks.
 * @param today a date, ISO 8601, where whoever fills it in is
 */
export function asksOf(form: FormName, of: string, filled: Filled, today: string): FormAsks {
  const { note, due, on, kind, schedule, limit, nothing, language, sort } = filled;
  const given = (some: Record<string, string | undefined>) =>
    Object.entries(some).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}=${value}`],
    );
  switch (form) {
    case 'whatif': {
      const { retention, margin, horizon, discount } = filled;
      const assumed = given({ retention, margin, horizon, discount });
      return assumed.length === 0
        ? { wrong: { retention: 'nothing' } }
        : { command: ['what-if', of, ...assumed].join(' ') };
    }
    case 'contact': {
      if (kind === undefined) return { wrong: { kind: 'nothing' } };
      const wrong: Record<string, WrongField> = {
        ...(on !== undefined && on > today ? { on: 'later' } : {}),
        ...(due !== undefined && due < today ? { due: 'earlier' } : {}),
      };
      if (Object.keys(wrong).length > 0) return { wrong };
      return {
        command: [
          `log ${of} ${kind}`,
          ...(on === undefined ? [] : [`on=${on}`]),
          ...(note === undefined ? [] : [quoted(note)]),
          ...(due === undefined ? [] : [`follow-up ${due}`]),
        ].join(' '),
      };
    }
    case 'digest': {
      const set = [
        ...(schedule === undefined ? [] : [quoted(schedule)]),
        ...(language === undefined ? [] : [language]),
        ...(limit === undefined ? [] : [`top ${limit}`]),
        ...(nothing === undefined ? [] : [nothing]),
      ];
      return set.length === 0
        ? { wrong: { schedule: 'nothing' } }
        : { command: [`digest edit ${of}`, ...set].join(' ') };
    }
    case 'filter': {
      const { tier, branch, segment } = filled;
      return {
        command: [
          of,
          ...(limit === undefined ? [] : [limit]),
          ...(sort === undefined ? [] : [`by ${sort}`]),
          ...given({
            branch: branch === undefined ? undefined : quoted(branch),
            segment: segment === undefined ? undefined : quoted(segment),
            tier,
          }),
        ].join(' '),
      };
    }
  }
}

/** The field beside which stands what is wrong with a form that no single field is to blame for. */
export const firstField: Record<FormName, string> = {
  whatif: 'retention',
  contact: 'kind',
  digest: 'schedule',
  filter: 'tier',
};
