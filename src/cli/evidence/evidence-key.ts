import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandFailed } from '../host.ts';

const howToMake = '`openssl genpkey -algorithm ed25519 -out evidence.key` makes one.';

/**
 * Reads the key that evidence is signed with.
 * @param pem a private key, PKCS #8
 * @param from where it was given, as an error names it; what it holds is never told
 * @throws CommandFailed where it is no Ed25519 key
 */
export function signingKey(pem: string, from: string): KeyObject {
  return edwards(
    () => createPrivateKey(pem),
    `${from} is not a private key for Ed25519 (PEM, without a password). ${howToMake}`,
  );
}

/**
 * Reads the key that evidence is checked with: the public one, or the public part of a private one.
 * @throws CommandFailed as {@link signingKey}
 */
export function checkingKey(pem: string, from: string): KeyObject {
  return edwards(
    () => createPublicKey(pem),
    `${from} is not a public key for Ed25519 (PEM). \`openssl pkey -in evidence.key -pubout -out evidence.pub\` writes it.`,
  );
}

function edwards(read: () => KeyObject, otherwise: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // What the library has against it may quote the key.
    throw new CommandFailed(otherwise);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new CommandFailed(otherwise);
  return key;
}

/** The SHA-256 of the public part of a key (DER, SubjectPublicKeyInfo), in hexadecimal. */
export function fingerprint(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(open.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** Signs bytes: 64 bytes by Ed25519 (RFC 8032). */
export const signed = (bytes: Buffer, key: KeyObject): Buffer => sign(null, bytes, key);

/** Whether a key signed exactly these bytes. */
export const isSignedBy = (bytes: Buffer, signature: Buffer, key: KeyObject): boolean =>
  verify(null, bytes, key, signature);

/**
 * Reads a file with a key.
 * @throws CommandFailed where it cannot be read
 */
export function keyFile(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new CommandFailed(`The key ${path} cannot be read (${why}).`);
  }
}
