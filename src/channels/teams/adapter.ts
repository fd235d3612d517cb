import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';

/** How the requests of an adapter are sent. */
export type HttpClient = NonNullable<
  NonNullable<
    ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]
  >['httpClient']
>;

/**
 * The Bot Framework's adapter without its HTTP handling, which prints errors with all their details and sends their
 * messages to the caller.
 */
export class TeamsAdapter extends CloudAdapter {
  /**
   * @param bot undefined: incoming requests are not authenticated, and outgoing ones carry no token
   * @param bot.tenantId undefined: the bot is registered for any tenant
   * @param httpClient how requests are sent; unless given, the connector's own way, which repeats what fails
   */
  constructor(
    bot: { appId: string; password: string; tenantId: string | undefined } | undefined,
    httpClient?: HttpClient,
  ) {
    super(
      new ConfigurationBotFrameworkAuthentication(
        bot && {
          MicrosoftAppId: bot.appId,
          MicrosoftAppPassword: bot.password,
          ...(bot.tenantId === undefined
            ? {}
            : { MicrosoftAppTenantId: bot.tenantId, MicrosoftAppType: 'SingleTenant' }),
        },
        undefined,
        undefined,
        undefined,
        httpClient && { httpClient },
      ),
    );
  }

  /**
   * Authenticates an activity and carries out its turn.
   * @returns the response to an invoke
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
