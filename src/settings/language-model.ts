import { z } from 'zod';

/** An address that names a place and nothing else: what is secret about it belongs into the environment. */
const address = z
  .url({
    protocol: /^https?$/,
    error: 'expected an address such as "https://models.bank.example/v1"',
  })
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { username, password, search, hash } = new URL(text);
    return username === '' && password === '' && search === '' && hash === '';
  }, 'expected an address without a user, a password or a query: the key is LANGUAGE_MODEL_KEY in the environment');

export const languageModelConfig = z.strictObject({
  /** the base of an OpenAI-compatible API: `/chat/completions` is added */
  url: address,
  /** the name by which the endpoint knows it */
  model: z.string().min(1),
  /** seconds after which a question is asked back as without it */
  timeout: z.number().min(0.1).max(30).default(3),
  /** after so many failures in a row it is left alone for `pause` seconds */
  failures: z.number().int().min(1).max(100).default(3),
  pause: z.number().min(1).max(3600).default(60),
});

/** The section `languageModel` of the configuration. */
export type LanguageModelConfig = z.infer<typeof languageModelConfig>;
