import { z } from 'zod';

/** How customers are named in an answer that is shared with a room where somebody may not see them; `nobody`: it is not shared. */
export const roomNames = ['full', 'initials', 'id', 'nobody'] as const;

/** One of `roomNames`. */
export type RoomNames = (typeof roomNames)[number];

/** The section `rooms` of the configuration: what others may read of an answer that somebody shares with a channel or group. */
export const roomsConfig = z
  .strictObject({
    names: z.enum(roomNames).default('nobody'),
  })
  .prefault({});
