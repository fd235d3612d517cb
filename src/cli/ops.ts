import { randomBytes } from 'node:crypto';
import { pageLinks } from '../access/page-link.ts';
import { createPeople } from '../access/people.ts';
import { publicUrlOf } from '../settings/environment.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import { type AddCommand, CommandFailed } from './host.ts';

/**
 * `bellwether ops EMAIL`: a link that signs an operator in to the web page, once, within ten minutes; and an auditor, where they
 * cannot sign in by themselves.
 */
export const ops: AddCommand = (program, terminal, host) => {
  program
    .command('ops <email>')
    .description('print a link that signs an operator or auditor in to the page at /ops')
    .action(async (email: string) => {
      const store = await host.store();
      const { now } = host;
      const person = await createPeople(store, now).byEmail(email);
      if (person.kind === 'unlinked' || (person.role !== 'operator' && person.role !== 'auditor'))
        throw new CommandFailed(
          `${email} is no operator or auditor. \`bellwether user link EMAIL --role operator\` makes one.`,
        );
      const { SMTP_URL, OPENID_ISSUER } = host.environment;
      if (person.role === 'auditor' && (SMTP_URL ?? OPENID_ISSUER) !== undefined)
        throw new CommandFailed(
          `${email} is an auditor and signs in at the page: a link would let whoever runs this read as them who saw what.`,
        );
      // Written down before there is a link: whoever has it is that person.
      await recordAccess(store.db, {
        at: now(),
        managerId: null,
        channel: 'terminal',
        intent: 'ops',
        customerIds: [],
        asked: { manager: person.managerId },
      });
      const publicUrl = publicUrlOf(host.environment);
      const link = await pageLinks({ store, publicUrl, random: randomBytes, now })(
        person.managerId,
      );
      terminal.out(
        `${link}\nOpen it in a browser within ten minutes, once, then ${publicUrl.replace(/\/*$/, '/')}ops\n`,
      );
    });
};
