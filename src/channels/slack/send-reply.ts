import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';
import type { DrawPng } from '../../charts/png.ts';
import type { Chart, Reply } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';
import { slackBlocks, slackText } from './blocks.ts';
import { uploadChart } from './charts.ts';
import type { FormButton } from './forms/form-buttons.ts';
import { isRefusedForm, type Send, type SlackMessage, slackCode } from './message.ts';
import { blamedIn, type FormsTaken, type NativeForm, nativeIn } from './native-forms.ts';

/** What is needed to send a Reply. */
export type ReplySender = {
  client: webApi.WebClient;
  drawPng: DrawPng;
  /** which blocks the workspace takes */
  forms: FormsTaken;
  log: Logger;
};

/** Does again, once, what Slack's servers or the network did not carry out: an upload that nothing shows yet may be repeated. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (slackCode(error) !== undefined) throw error;
    return work();
  }
}

/** The id of the uploaded file for each chart; undefined where Slack did not accept the chart. */
function uploadCharts(
  { client, drawPng, log }: ReplySender,
  charts: readonly Chart[],
): Promise<(string | undefined)[]> {
  return Promise.all(
    charts.map(async (chart) => {
      try {
        return await patiently(() => uploadChart(client, drawPng, chart));
      } catch (error) {
        log.warn(
          loggableError(error),
          'Slack did not accept a chart; the reply describes it in words',
        );
        return undefined;
      }
    }),
  );
}

/** A Reply as it is sent; `votable` is the key of the answer, where it can be voted on. */
export type Sent = {
  reply: Reply;
  locale: Locale;
  votable?: string | undefined;
  /** buttons that open a form */
  forms?: readonly FormButton[] | undefined;
};

/**
 * Sends a Reply with its charts, and with the tables and buttons that the workspace takes. Where Slack refuses, sends it without
 * what may be to blame, and finally as text alone. What a message was taken without, all else being the same, is remembered.
 * @param uploaded the files of its charts in Slack, where they are there already
 */
export async function sendReply(
  sender: ReplySender,
  { reply, locale, votable, forms }: Sent,
  send: Send,
  uploaded?: readonly string[],
): Promise<void> {
  const [files, taken] = await Promise.all([
    uploaded ?? uploadCharts(sender, reply.charts),
    sender.forms.taken(),
  ]);
  const text = slackText(reply, locale);
  const drawn = (form: Form): SlackMessage => ({
    text,
    mrkdwn: false,
    blocks: slackBlocks(reply, locale, {
      files: form.charts ? files : [],
      votable,
      native: form.native,
      ...(forms === undefined ? {} : { forms }),
    }),
  });
  const whole: Form = {
    charts: files.some((file) => file !== undefined),
    native: taken,
    without: [],
  };
  for (let form: Form | undefined = whole; form !== undefined; ) {
    const message = drawn(form);
    try {
      await send(message);
      await sender.forms.refuse(form.without);
      return;
    } catch (error) {
      if (!isRefusedForm(error)) throw error;
      sender.log.warn(
        { code: slackCode(error) },
        'Slack refused blocks; the reply goes out plainer',
      );
      form = plainer(form, whole, nativeIn(message), blamedIn(error, message));
    }
  }
  await send({ text, mrkdwn: false });
}

/** What a message has of what Slack may refuse; `without`: what it lost that the workspace does not take, if this one is taken. */
type Form = { charts: boolean; native: ReadonlySet<NativeForm>; without: readonly NativeForm[] };

/**
 * The form to try after one that was refused; undefined where only the text is left. Where Slack names no block, a message loses its
 * charts first, which may only not be processed yet; where that did not help, what not every workspace takes.
 */
function plainer(
  refused: Form,
  whole: Form,
  used: readonly NativeForm[],
  blamed: ReadonlySet<string> | undefined,
): Form | undefined {
  const named = used.filter((form) => blamed?.has(form) === true);
  const isNamed = named.length > 0;
  if (refused.charts && !isNamed && refused.without.length === 0)
    return { ...refused, charts: false };
  if (isNamed) {
    const native = new Set([...refused.native].filter((form) => !named.includes(form)));
    return { ...refused, native, without: [...refused.without, ...named] };
  }
  if (used.length > 0)
    return { charts: whole.charts, native: new Set(), without: [...refused.without, ...used] };
  return refused.charts ? { ...refused, charts: false } : undefined;
}
