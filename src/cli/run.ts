import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { showable } from '../channels/showable-reply.ts';
import { IngestError } from '../ingest/ingest-error.ts';
import { neutralOnTerminal } from '../language/neutral-text.ts';
import { ScoringRefusedError } from '../scoring/run/scoring-refused.ts';
import { ConfigError } from '../settings/config-error.ts';
import { ScoringUnderWayError } from '../store/scoring/exclusively.ts';
import { type AddCommand, CommandFailed, type Host, type Terminal } from './host.ts';

/** Each command, loaded when it is asked for: `ingest` needs nothing of what answers a question. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  ask: async () => (await import('./ask.ts')).ask,
  parse: async () => (await import('./parse.ts')).parse,
  ingest: async () => (await import('./ingest.ts')).ingestCommand,
  rejects: async () => (await import('./rejects.ts')).rejects,
  mapping: async () => (await import('./mapping.ts')).mapping,
  demo: async () => (await import('./demo.ts')).demo,
  score: async () => (await import('./score.ts')).scoreCommand,
  worker: async () => (await import('./worker.ts')).worker,
  digest: async () => (await import('./digest.ts')).digest,
  customer: async () => (await import('./customer.ts')).customer,
  campaign: async () => (await import('./campaign.ts')).campaign,
  user: async () => (await import('./user.ts')).user,
  token: async () => (await import('./token.ts')).token,
  audit: async () => (await import('./audit.ts')).audit,
  votes: async () => (await import('./votes.ts')).votes,
  model: async () => (await import('./model.ts')).model,
  playbook: async () => (await import('./playbook.ts')).playbook,
  report: async () => (await import('./report.ts')).report,
  mcp: async () => (await import('./mcp.ts')).mcp,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./backup.ts')).restore,
  move: async () => (await import('./backup.ts')).move,
  ops: async () => (await import('./ops.ts')).ops,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  doctor: async () => (await import('./doctor.ts')).doctor,
};

/** Loads every command, so that none has to wait for it. */
export async function loadCommands(): Promise<void> {
  await Promise.all(Object.values(commands).map((load) => load()));
}

/**
 * Runs one command line.
 * @param words the words after `bellwether`
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 * @throws what a command could not foresee
 */
export async function runCli(
  words: readonly string[],
  given: Terminal,
  host: Host,
): Promise<0 | 1 | 2> {
  // Whatever is written, no name in it moves a cursor or names a window.
  const terminal: Terminal = { ...given, out: (text) => given.out(neutralOnTerminal(text)) };
  const program = new Command('bellwether')
    .description(
      "What a bank's customers are worth, who is about to leave and why, and what to do about it.",
    )
    .version(manifest.version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    })
    .showHelpAfterError('(add --help for usage)');
  const [word = ''] = words;
  const wanted = Object.hasOwn(commands, word) ? commands[word] : undefined;
  for (const load of wanted === undefined ? Object.values(commands) : [wanted]) {
    (await load())(program, terminal, host);
  }
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
