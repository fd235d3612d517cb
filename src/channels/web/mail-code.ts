import { createTransport } from 'nodemailer';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';

/** Sends somebody the code that signs them in to the page. @throws where the mail server does not take it */
export type SendCode = (mail: { to: string; code: string; locale: Locale }) => Promise<void>;

/** How mails are sent: by a server, from an address. */
export type MailSettings = { url: string; from: string };

/** @param settings.url `smtp://user:password@host:port`, or `smtps://` for TLS from the start */
export function createSendCode({ url, from }: MailSettings): SendCode {
  const transport = createTransport(url, { from });
  return async ({ to, code, locale }) => {
    const say = sayIn(locale);
    const spaced = `${code.slice(0, 4)} ${code.slice(4)}`;
    await transport.sendMail({
      to,
      subject: say('sign-in.mail.subject'),
      text: say('sign-in.mail.text', { code: spaced }),
    });
  };
}
