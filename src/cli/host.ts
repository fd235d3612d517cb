import type { Command } from 'commander';
import type { Logger } from 'pino';
import type { LanguageModel } from '../conversation/language-model/language-model.ts';
import type { Preparation } from '../prepare-store.ts';
import type { Environment } from '../settings/environment.ts';
import type { Config } from '../settings/settings.ts';
import type { Store } from '../store/store.ts';

/** Where a command of the CLI speaks: its own process, or the process that asked a running server. */
export type Terminal = {
  /** text for stdout, with its line ends */
  out(text: string): void;
  /** text for stderr, with its line ends */
  err(text: string): void;
  /** paths in arguments are relative to this folder */
  cwd: string;
  /** stdout is a terminal that shows colours */
  colour: boolean;
  /** stderr is a terminal, on which a progress line may be redrawn */
  live: boolean;
  /** columns of stdout */
  width: number;
  /** the lines of stdin */
  lines(): AsyncIterable<string>;
  /** aborted when the person gives up (Ctrl-C) */
  signal: AbortSignal;
};

/** What a command of the CLI needs. */
export type Host = {
  environment: Environment;
  config: Config;
  now: () => Date;
  log: Logger;
  /** the network */
  fetch: typeof fetch;
  /** asked about sentences that the reader is unsure of, where the bank has one */
  languageModel: LanguageModel | undefined;
  /** opens the store once; it is closed after the command */
  store(): Promise<Store>;
  /** settles when a demo store is filled and valued; at once for any other store */
  prepared(onProgress: (preparation: Preparation) => void): Promise<void>;
};

/** A command failed for a reason the person can act on; the message is shown, without a stack. Exit code 1. */
export class CommandFailed extends Error {}

/** Adds one subcommand of the CLI to the program. */
export type AddCommand = (program: Command, terminal: Terminal, host: Host) => void;
