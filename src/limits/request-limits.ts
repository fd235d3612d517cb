import type { LimitsConfig } from '../settings/limits.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';

/** What a server takes of people, tokens and addresses within a minute. */
export type RequestLimits = {
  person: RateLimit;
  workspace: RateLimit;
  token: RateLimit;
  tokenPages: RateLimit;
  wrongCredentials: RateLimit;
  /** who has been told that they are beyond a limit: once a minute */
  told: RateLimit;
  /** requests from an address, and questions of those on the web page; undefined: as many as come */
  address: number | undefined;
  addressQuestions: number | undefined;
};

/** @param on false: nothing of a minute is limited, as for tests of load */
export function createRequestLimits(
  config: LimitsConfig,
  { on, now }: { on: boolean; now: () => Date },
): RequestLimits {
  const limit = (perMinute: number) => createRateLimit(on ? perMinute : Infinity, now);
  return {
    person: limit(config.person),
    workspace: limit(config.workspace),
    token: limit(config.token),
    tokenPages: limit(config.tokenPages),
    wrongCredentials: limit(config.wrongCredentials),
    told: createRateLimit(1, now),
    address: on ? config.address : undefined,
    addressQuestions: on ? config.addressQuestions : undefined,
  };
}

/** A question that is not answered: how many of a minute are, after how many seconds the next is, and whether to say so. */
export type RefusedQuestion = { most: number; seconds: number; tell: boolean };

/**
 * Counts a question in chat, before anybody is looked up.
 * @param asked.workspace the platform's own id of the workspace or tenant, with the name of the platform before it
 * @param asked.person the platform's own id of the person within it
 * @returns undefined where it may be answered
 */
export function refuseQuestion(
  limits: Pick<RequestLimits, 'person' | 'workspace' | 'told'>,
  asked: { workspace: string; person: string },
): RefusedQuestion | undefined {
  const person = `${asked.workspace}:${asked.person}`;
  const counted = [
    { limit: limits.person, of: limits.person.count(person) },
    { limit: limits.workspace, of: limits.workspace.count(asked.workspace) },
  ];
  for (const { limit, of } of counted) {
    if (!of.within) {
      const tell = limits.told.count(person).within;
      return { most: limit.perMinute, seconds: of.retryAfter, tell };
    }
  }
  return undefined;
}
