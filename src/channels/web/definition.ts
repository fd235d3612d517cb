import { peopleOfADemo } from '../../access/people-of-a-demo.ts';
import { defineChannel } from '../definition.ts';

/** The web page. Every server has it. */
export const web = defineChannel({
  name: 'web',
  settings: ({ DEMO }) => ({ demo: DEMO === 'on' }),
  async connect(settings, services) {
    const [{ createWebOutlet }, { webChannel }] = await Promise.all([
      import('./outlet.ts'),
      import('./plugin.ts'),
    ]);
    const people = peopleOfADemo(services.people, services.store);
    const { addressQuestions } = services.limits;
    const page = webChannel({ ...services, ...settings, people, addressQuestions });
    return {
      outlet: createWebOutlet(services),
      async plugin(server) {
        await server.register(page);
      },
    };
  },
});
