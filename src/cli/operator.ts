import type { Linked } from '../access/principal.ts';
import { type CommandContext, commandContext } from '../conversation/command-context.ts';
import type { Locale } from '../language/locale.ts';
import { CommandFailed, type Host } from './host.ts';

/** Who operates the server: may read what shows no customer, as an analyst does. */
export const operator: Linked = {
  kind: 'linked',
  managerId: 0,
  name: 'operator',
  email: null,
  role: 'analyst',
  branchId: null,
  locale: null,
  timezone: null,
};

/**
 * What a command of the conversation runs with for whoever is at the command line.
 *
 * @throws CommandFailed before the first published run
 */
export async function operatorContext(host: Host, locale: Locale): Promise<CommandContext> {
  await host.prepared(() => {});
  const context = await commandContext(
    { store: await host.store(), config: host.config, now: host.now },
    { principal: operator, channel: 'terminal', address: '', shared: false, locale },
  );
  if (context === undefined) {
    throw new CommandFailed('No valuation run is published yet. Run `bellwether score`.');
  }
  return context;
}
