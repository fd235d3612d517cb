import manifest from '../../../package.json' with { type: 'json' };
import { peopleOfADemo } from '../../access/people-of-a-demo.ts';
import { defineChannel } from '../definition.ts';

/** The web page. Every server has it. */
export const web = defineChannel({
  name: 'web',
  settings: ({
    DEMO,
    SMTP_URL,
    MAIL_FROM,
    OPENID_ISSUER,
    OPENID_CLIENT_ID,
    OPENID_CLIENT_SECRET,
  }) => ({
    demo: DEMO === 'on',
    mail:
      SMTP_URL === undefined || MAIL_FROM === undefined
        ? undefined
        : { url: SMTP_URL, from: MAIL_FROM },
    openid:
      OPENID_ISSUER === undefined ||
      OPENID_CLIENT_ID === undefined ||
      OPENID_CLIENT_SECRET === undefined
        ? undefined
        : {
            issuer: OPENID_ISSUER,
            clientId: OPENID_CLIENT_ID,
            clientSecret: OPENID_CLIENT_SECRET,
          },
  }),
  async connect(settings, services) {
    const [{ createWebOutlet }, { webChannel }] = await Promise.all([
      import('./outlet.ts'),
      import('./plugin.ts'),
    ]);
    const people = peopleOfADemo(services.people, services.store);
    const { addressQuestions, wrongCredentials } = services.limits;
    const { mail, openid, demo } = settings;
    const { signIn, publicUrl, log } = services;
    const ways = {
      signIn,
      wrongCredentials,
      sendCode: mail && (await import('./mail-code.ts')).createSendCode(mail),
      provider:
        openid && (await import('./openid-provider.ts')).createProvider(openid, { publicUrl, log }),
    };
    const { version } = manifest;
    const page = webChannel({ ...services, demo, ways, people, addressQuestions, version });
    return {
      outlet: createWebOutlet(services),
      async plugin(server) {
        await server.register(page);
      },
    };
  },
});
