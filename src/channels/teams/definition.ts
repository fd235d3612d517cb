import { peopleOfADemo } from '../../access/people-of-a-demo.ts';
import { demoPeople } from '../../demo/people.ts';
import { defineChannel } from '../definition.ts';

/** Teams. Needs the bot's id at Microsoft, unless requests are not authenticated. */
export const teams = defineChannel({
  name: 'teams',
  account: { form: 'tenant:object', example: 'Entra ids of the tenant and the person' },
  settings({
    TEAMS_APP_ID,
    TEAMS_APP_PASSWORD,
    TEAMS_TENANT_ID,
    TEAMS_ALLOWED_TENANTS,
    TEAMS_AUTH,
    DEMO,
  }) {
    if (TEAMS_AUTH === 'none') return { strangerIsAnalyst: DEMO === 'on' };
    return TEAMS_APP_ID === undefined
      ? undefined
      : {
          appId: TEAMS_APP_ID,
          appPassword: TEAMS_APP_PASSWORD,
          tenantId: TEAMS_TENANT_ID,
          allowedTenants: TEAMS_ALLOWED_TENANTS,
        };
  },
  async connect(settings, services) {
    const { teamsChannel } = await import('./teams-channel.ts');
    const open = 'strangerIsAnalyst' in settings;
    const people = open ? peopleOfADemo(services.people, services.store) : services.people;
    return teamsChannel({
      ...services,
      people,
      appId: open ? undefined : settings.appId,
      appPassword: open ? undefined : settings.appPassword,
      tenantId: open ? undefined : settings.tenantId,
      allowedTenants: open ? [] : settings.allowedTenants,
      stranger:
        open && settings.strangerIsAnalyst ? () => people.byEmail(demoPeople.analyst) : undefined,
    });
  },
});
