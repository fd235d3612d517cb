import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import {
  type EvidenceKind,
  evidenceKinds,
  evidenceShape,
} from '../conversation/evidence/evidence.ts';
import { type EarlierEvidence, writeEvidence } from '../conversation/evidence/write-evidence.ts';
import { noChurnModel } from '../conversation/wording/no-churn-model.ts';
import { defaultLocale, type Locale } from '../language/locale.ts';
import { sha256, stemIn, writeBundle } from './evidence/bundle.ts';
import { checkingKey, fingerprint, keyFile, signingKey } from './evidence/evidence-key.ts';
import { type Verified, verifyBundle } from './evidence/verify-bundle.ts';
import { CommandFailed, type Host, type Terminal } from './host.ts';
import { localeOption } from './locale-option.ts';
import { operatorContext } from './operator.ts';

type WriteOptions = {
  out: string;
  locale?: Locale;
  keyFile?: string;
  since?: string;
  sinceKey?: string;
  force?: true;
  json?: true;
};

/** Adds `model evidence` and `model verify-evidence`: what a validator of a model is handed, and whether it is unchanged. */
export function addEvidence(group: Command, terminal: Terminal, host: Host): void {
  group
    .command('evidence')
    .description(
      'write what a model validator asks for: a document, the same as JSON, and a signature',
    )
    .addArgument(new Argument('<kind>').choices(evidenceKinds))
    .requiredOption('--out <path>', 'a folder, or a file that ends in .html or .json')
    .addOption(localeOption())
    .option('--key-file <file>', 'the private key that signs it; by default EVIDENCE_KEY_FILE')
    .option('--since <file.json>', 'evidence written before, to tell what has changed')
    .option(
      '--since-key <file>',
      'the public key of whoever signed it; by default that of one’s own',
    )
    .option('--force', 'replace a bundle that is there')
    .option('--json', 'print one JSON document')
    .action((kind: EvidenceKind, options: WriteOptions) => write(kind, options, terminal, host));
  group
    .command('verify-evidence')
    .description('check that a bundle of evidence is unchanged, and who signed it')
    .argument('<file>', 'any file of the bundle')
    .option('--key <file>', 'the public key of whoever should have signed it')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: { key?: string; json?: true }) => {
      const key = publicKey(options.key, terminal, host);
      const verified = await verifyBundle(resolve(terminal.cwd, file), key);
      terminal.out(options.json ? `${JSON.stringify(verified)}\n` : `${inWords(verified)}\n`);
    });
}

async function write(
  kind: EvidenceKind,
  options: WriteOptions,
  terminal: Terminal,
  host: Host,
): Promise<void> {
  const key = privateKey(options.keyFile, terminal, host);
  const sinceKey =
    options.sinceKey === undefined
      ? key === null
        ? undefined
        : createPublicKey(key)
      : publicKey(options.sinceKey, terminal, host);
  const since =
    options.since === undefined
      ? undefined
      : await readEvidence(options.since, { kind, key: sinceKey }, terminal);
  const context = await operatorContext(host, options.locale ?? defaultLocale);
  const evidence = await writeEvidence(context, (await host.store()).db, kind, {
    key: key === null ? null : fingerprint(key),
    ...(since === undefined ? {} : { since }),
  });
  if (evidence === undefined)
    throw new CommandFailed(
      (kind === 'churn' ? await noChurnModel(context) : undefined) ??
        context.say('model-card.none'),
    );
  const stem = stemIn(resolve(terminal.cwd, options.out), evidence);
  const { paths, hashes } = await writeBundle(evidence, stem, {
    key,
    force: options.force === true,
  });
  const { key: signedBy } = evidence.signature;
  if (options.json) {
    terminal.out(
      `${JSON.stringify({
        json: { file: paths.json, sha256: hashes.json },
        html: { file: paths.html, sha256: hashes.html },
        checksums: paths.sums,
        signature: signedBy === null ? null : paths.signature,
        signedBy,
      })}\n`,
    );
    return;
  }
  terminal.out(
    [
      `The evidence is in ${paths.html}, and as JSON in ${paths.json}.`,
      signedBy === null
        ? `It is not signed: no key was given. Its checksums are in ${paths.sums}.`
        : `It is signed by the key ${signedBy}: ${paths.signature} is the signature of ${paths.sums}.`,
      '',
    ].join('\n'),
  );
}

function privateKey(file: string | undefined, { cwd }: Terminal, { environment }: Host) {
  if (file !== undefined) return signingKey(keyFile(file, cwd), file);
  const { EVIDENCE_KEY } = environment;
  return EVIDENCE_KEY === undefined ? null : signingKey(EVIDENCE_KEY, 'EVIDENCE_KEY');
}

/** The key that is named or, where none is, the public part of the operator's own. */
function publicKey(file: string | undefined, { cwd }: Terminal, { environment }: Host) {
  if (file !== undefined) return checkingKey(keyFile(file, cwd), file);
  const { EVIDENCE_KEY } = environment;
  return EVIDENCE_KEY === undefined
    ? undefined
    : createPublicKey(signingKey(EVIDENCE_KEY, 'EVIDENCE_KEY'));
}

/**
 * Evidence written before, once its bundle holds: where there is a key, it must have signed it.
 * @throws CommandFailed with what does not hold
 */
async function readEvidence(
  file: string,
  { kind, key }: { kind: EvidenceKind; key: KeyObject | undefined },
  { cwd }: Terminal,
): Promise<EarlierEvidence> {
  const wanted = `--since ${file} is not the JSON of evidence on the ${kind} model.`;
  let bytes: Buffer;
  try {
    bytes = await readFile(resolve(cwd, file));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new CommandFailed(`--since ${file} cannot be read (${why}).`);
  }
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new CommandFailed(wanted);
  }
  const read = evidenceShape.safeParse(json);
  if (!read.success || read.data.kind !== kind) throw new CommandFailed(wanted);
  const { json: checked, signatureChecked } = await verifyBundle(resolve(cwd, file), key);
  const hash = sha256(bytes);
  if (checked.sha256 !== hash)
    throw new CommandFailed(`--since ${file} is not the .json of its bundle.`);
  return { evidence: read.data, sha256: hash, signatureChecked };
}

/** What holds of a bundle, and what that promises. */
function inWords({ json, html, signedBy, signatureChecked }: Verified): string {
  const bytes = `Every byte of ${html.file} and ${json.file} is as the checksums say`;
  if (signedBy === null)
    return `${bytes}. The bundle is not signed: this shows no damage, not who wrote it or whether somebody changed all of it.`;
  return signatureChecked
    ? `${bytes}, and the checksums are as the key ${signedBy} signed them: whoever has that key wrote exactly these bytes. It says nothing of whether the figures are right.`
    : `${bytes}. The bundle says it is signed by the key ${signedBy}, which was not checked: name the public key with --key.`;
}
