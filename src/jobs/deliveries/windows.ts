import { type Claimed, digestWindow } from '../../store/deliveries/deliveries.ts';

/** How long a notice is tried for, in minutes. */
const noticeWindow = 24 * 60;

/** How late a delivery is still sent, in minutes. */
export const windowOf = ({ digestId }: Pick<Claimed, 'digestId'>): number =>
  digestId === null ? noticeWindow : digestWindow;
