import { branchSpellings, type Gazetteer, nameFor, segmentSpellings } from '../gazetteer.ts';
import { mentioned, type Step } from './step.ts';

const assigned = {
  branch: /\bbranch ?= ?(?:"([^"]+)"|([^\s,;"]+))/i,
  segment: /\bsegment ?= ?(?:"([^"]+)"|([^\s,;"]+))/i,
  tier: /\btier ?= ?(?:"([^"]+)"|([^\s,;"]+))/i,
  manager: /\bmanager ?= ?(?:"([^"]+)"|([^\s,;"]+))/i,
};

const values: Record<keyof typeof assigned, (typed: string, names: Gazetteer) => string> = {
  branch: (typed, names) => nameFor(branchSpellings(names), typed) ?? typed,
  segment: (typed, names) => nameFor(segmentSpellings(names), typed) ?? typed,
  tier: (typed) => typed.toLowerCase(),
  manager: (typed) => typed,
};

const filter =
  (key: keyof typeof assigned): Step =>
  (mentions, names) => {
    const match = assigned[key].exec(mentions.marked.text);
    if (match === null) return mentions;
    const [said, quoted, bare = ''] = match;
    const place = { start: match.index, end: match.index + said.length };
    return mentioned(mentions, { [key]: values[key](quoted ?? bare, names) }, place, key);
  };

/** Filters as slash forms have them, inside a sentence: branch=Prague. */
export const filters: readonly Step[] = [
  filter('branch'),
  filter('segment'),
  filter('tier'),
  filter('manager'),
];
