import type { Takable, Takers } from '../../store/deliveries/takable.ts';
import type { DigestFilters } from '../../store/digests/digest-filters.ts';
import type { DigestSettings } from '../../store/digests/digest-settings.ts';
import type { DigestState } from '../../store/digests/digest-state.ts';
import type { FoundFilters } from '../arguments/filters.ts';
import type { CommandContext } from '../command-context.ts';
import type { DeliveredFile } from '../export/exported.ts';
import type { Reply } from '../reply.ts';

/** What the last digest told: the run it told of (null where that is not known), and what it kept for the next. */
export type ToldBefore = { runId: number | null; state: DigestState };

/** What a digest is asked for. */
export type DigestRequest = {
  /** what the last one told; null where this is the first */
  since: ToldBefore | null;
  /** what it is held to, as entities and as found */
  said?: DigestFilters;
  found?: FoundFilters;
  /** what is set of it for its kind */
  settings?: DigestSettings | undefined;
  /** which digest goes out; undefined where somebody looks at one */
  digestId?: number | undefined;
  /** it goes out late: when it was due */
  late?: { due: Date } | undefined;
};

/**
 * A digest as it goes out. `seen` are the customers (ids of the store) that the reply shows, for the access log; `state` is
 * what the next one is to be given, beside the run. With `nothingNew` the reply is one line that says so, which need not go
 * out.
 */
export type Digest = {
  reply: Reply;
  seen: number[];
  nothingNew: boolean;
  state: DigestState;
  /** where others read along: what of the reply changes when somebody takes a customer on, and who has whom as it says */
  team?: { takable: Takable; shown: Takers };
  /** makes the files that go along, for the same eyes */
  files?: () => Promise<DeliveredFile[]>;
};

/** Makes digests of one kind. */
export type DigestMaker = (context: CommandContext, request: DigestRequest) => Promise<Digest>;
