import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';

/**
 * Bot Framework's adapter without its HTTP handling, which writes errors with all they carry to the console and their
 * messages to the caller.
 */
export class TeamsAdapter extends CloudAdapter {
  /**
   * @param bot undefined: requests are not authenticated, and ours carry no token
   * @param bot.tenantId undefined: the bot is registered for any tenant
   */
  constructor(bot: { appId: string; password: string; tenantId: string | undefined } | undefined) {
    super(
      new ConfigurationBotFrameworkAuthentication(
        bot && {
          MicrosoftAppId: bot.appId,
          MicrosoftAppPassword: bot.password,
          ...(bot.tenantId === undefined
            ? {}
            : { MicrosoftAppTenantId: bot.tenantId, MicrosoftAppType: 'SingleTenant' }),
        },
      ),
    );
  }

  /**
   * Authenticates an activity and carries out its turn.
   * @returns what an invoke is answered with
   * @throws AuthenticationError before the turn begins, and whatever the turn throws
   */
  receive(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, turn);
  }
}
