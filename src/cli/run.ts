import { Command, CommanderError } from 'commander';
import { showable } from '../channels/showable-reply.ts';
import { IngestError } from '../ingest/ingest-error.ts';
import { ScoringRefusedError } from '../scoring/run/scoring-refused.ts';
import { ConfigError } from '../settings/config-error.ts';
import { ScoringUnderWayError } from '../store/scoring/exclusively.ts';
import { ask } from './ask.ts';
import { campaign } from './campaign.ts';
import { demo } from './demo.ts';
import { digest } from './digest.ts';
import { doctor } from './doctor.ts';
import { type AddCommand, CommandFailed, type Host, type Terminal } from './host.ts';
import { ingestCommand } from './ingest.ts';
import { migrateCommand } from './migrate.ts';
import { model } from './model.ts';
import { parse } from './parse.ts';
import { playbook } from './playbook.ts';
import { report } from './report.ts';
import { scoreCommand } from './score.ts';
import { token } from './token.ts';
import { user } from './user.ts';
import { votes } from './votes.ts';

const commands: readonly AddCommand[] = [
  ask,
  parse,
  ingestCommand,
  demo,
  scoreCommand,
  digest,
  campaign,
  user,
  token,
  votes,
  model,
  playbook,
  report,
  migrateCommand,
  doctor,
];

/**
 * Runs one command line.
 * @param words the words after `bellwether`
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 * @throws what a command could not foresee
 */
export async function runCli(
  words: readonly string[],
  terminal: Terminal,
  host: Host,
): Promise<0 | 1 | 2> {
  const program = new Command('bellwether')
    .description(
      "What a bank's customers are worth, who is about to leave and why, and what to do about it.",
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    })
    .showHelpAfterError('(add --help for usage)');
  for (const add of commands) add(program, terminal, host);
  for (const command of program.commands) inherit(command, program);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : 2;
    }
    if (
      error instanceof CommandFailed ||
      error instanceof ConfigError ||
      error instanceof IngestError ||
      error instanceof ScoringRefusedError ||
      error instanceof ScoringUnderWayError
    ) {
      terminal.err(`${showable(error.message)}\n`);
      return 1;
    }
    throw error;
  }
}

/** Subcommands made apart take over how the program speaks and ends. */
function inherit(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  for (const each of command.commands) inherit(each, command);
}
