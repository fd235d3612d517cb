import { z } from 'zod';

/** Signatures by which an access token may be signed: none by a shared key, and never none. */
export const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** An address that nobody on the way can answer for: https, or http on this machine. */
export const safeAddress = z
  .url({
    protocol: /^https?$/,
    error: 'expected an address such as "https://login.bank.example"',
  })
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
  }, 'expected an https address');

/** The section `mcp` of the configuration: how programs of language models may ask. */
export const mcpConfig = z
  .strictObject({
    /** whether a program that cannot ask its person may say by itself that they agreed to a change; else it changes nothing */
    programsMayConfirm: z.boolean().default(false),
    /** the bank's own authorization server, whose access tokens are taken at `/mcp` (OAuth 2.1) */
    authorization: z
      .strictObject({
        issuer: safeAddress,
        /** what a token names in `aud`; this server's `/mcp`, as others reach it, unless given */
        audience: z.string().min(1).optional(),
        /** where its keys are; as its metadata says unless given */
        keys: safeAddress.optional(),
        algorithms: z
          .array(z.enum(signatureAlgorithms))
          .min(1)
          .default(['RS256', 'PS256', 'ES256']),
        /** the scope that a token must have */
        scope: z
          .string()
          .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'expected a scope, such as "bellwether"')
          .default('bellwether'),
        /** the claim with the e-mail address of whoever the token is of */
        personClaim: z.string().min(1).default('email'),
        /** whether the issuer gives each of its people their address itself, so that a token need not say that it is verified */
        emailsVouchedFor: z.boolean().default(false),
      })
      .optional(),
  })
  .prefault({});

/** The section `mcp.authorization` of the configuration. */
export type McpAuthorizationConfig = NonNullable<z.infer<typeof mcpConfig>['authorization']>;
