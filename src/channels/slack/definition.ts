import { defineChannel } from '../definition.ts';

/** Slack. Needs a bot token. */
export const slack = defineChannel({
  name: 'slack',
  account: { form: 'team:user', example: 'Slack ids, such as T0123:U0456' },
  settings: ({ SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, SLACK_API_URL }) =>
    SLACK_BOT_TOKEN === undefined
      ? undefined
      : {
          botToken: SLACK_BOT_TOKEN,
          signingSecret: SLACK_SIGNING_SECRET,
          appToken: SLACK_APP_TOKEN,
          apiUrl: SLACK_API_URL,
        },
  async connect(settings, services) {
    const { slackChannel } = await import('./slack-channel.ts');
    return slackChannel({ ...services, ...settings, show: services.config.slack.show });
  },
});
