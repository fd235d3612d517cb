import type { Claimed } from '../../store/deliveries/deliveries.ts';

/** How late a slot of a digest is still sent, in minutes: missed while no replica ran, or not taken by a platform. */
export const digestWindow = 180;

/** How long a notice is tried for, in minutes. */
const noticeWindow = 24 * 60;

/** How late a delivery is still sent, in minutes. */
export const windowOf = ({ digestId }: Pick<Claimed, 'digestId'>): number =>
  digestId === null ? noticeWindow : digestWindow;
