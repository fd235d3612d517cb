import type { Command } from 'commander';
import { neutralJson } from '../language/neutral-text.ts';
import type { ShownPerson } from '../store/people/show-person.ts';
import { addToTeam, removeFromTeam, teamOf } from '../store/people/teams.ts';
import { CommandFailed, type Host, type Terminal } from './host.ts';
import { textTable } from './text-table.ts';

type TeamOptions = { add?: string[]; remove?: string[]; json?: true };

/**
 * Adds `user team`: who is in the team of a lead, whose books the lead sees.
 * @param somebody finds a person by an address or an id of the bank, or fails in words
 */
export function addTeamCommand(
  group: Command,
  { terminal, host }: { terminal: Terminal; host: Host },
  somebody: (who: string) => Promise<ShownPerson>,
): void {
  group
    .command('team')
    .description('who is in the team of a lead, whose books the lead sees')
    .argument('<lead>', 'an address, or an id of the bank')
    .option('--add <managers...>', 'put managers into it, out of the team that they were in')
    .option('--remove <managers...>', 'take managers out of it')
    .option('--json', 'print one JSON document')
    .action(async (who: string, { add = [], remove = [], json }: TeamOptions) => {
      const { db } = await host.store();
      const lead = await somebody(who);
      if (lead.role !== 'lead')
        throw new CommandFailed(
          `${who} has the role ${lead.role} and leads no team. Run \`bellwether user link ${lead.email ?? who} --role lead\` first.`,
        );
      const found = async (some: readonly string[]) => {
        const people: ShownPerson[] = [];
        for (const each of some) people.push(await somebody(each));
        return people;
      };
      const [added, removed] = [await found(add), await found(remove)];
      for (const each of added)
        if (each.role !== 'manager')
          throw new CommandFailed(
            `${each.email ?? each.externalId} has the role ${each.role}: a team is of managers.`,
          );
      await db.transaction(async (tx) => {
        const gone = await removeFromTeam(
          tx,
          lead.externalId,
          removed.map(({ managerId }) => managerId),
        );
        for (const each of removed)
          if (!gone.includes(each.managerId))
            throw new CommandFailed(
              `${each.email ?? each.externalId} is not in the team of ${who}.`,
            );
        await addToTeam(
          tx,
          lead.externalId,
          added.map(({ managerId }) => managerId),
        );
      });
      const team = (await teamOf(db, lead.externalId)).map(({ name, email }) => ({ name, email }));
      if (json) {
        terminal.out(`${neutralJson({ lead: lead.email, team })}\n`);
        return;
      }
      terminal.out(
        team.length === 0
          ? `Nobody is in the team of ${who}.\n`
          : textTable(
              ['In the team', 'E-mail'],
              team.map(({ name, email }) => [name, email ?? '–']),
            ),
      );
    });
}
