import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Gazetteer } from '../../gazetteer.ts';
import { taughtFolder } from './conversations.ts';

/** The bank that the conversations which teach are about: what it calls its branches, segments, managers and some customers. */
export const taughtBank = z
  .strictObject({
    branches: z.array(z.strictObject({ name: z.string(), aliases: z.array(z.string()) })),
    segments: z.array(z.record(z.string(), z.string())),
    managers: z.array(z.string()),
    /** what some customers are called, by id */
    customers: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(new URL('bank.json', taughtFolder), 'utf8')));

/** What the bank of the conversations calls its branches, segments and managers. */
export const taughtNames: Gazetteer = {
  branches: taughtBank.branches,
  segments: taughtBank.segments,
  segmentations: [],
  campaigns: [],
  managers: taughtBank.managers,
};

/** The time zone of the bank. */
export const taughtZone = 'Europe/Prague';
