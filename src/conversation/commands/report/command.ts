import { roles } from '../../../store/kinds.ts';
import { defineCommand } from '../../command.ts';
import { asked, reportOf } from './report-of.ts';

/**
 * What changed in the last seven days, or the last calendar month or quarter that is over: the run that was newest at the
 * period's end against that which was newest at its start. It names no customer; where others read along, groups of fewer
 * than ten customers are put together. `data`: see `data.ts`.
 */
export default defineCommand({
  intent: 'report',
  group: 'lists',
  arguments: asked,
  allowed: roles,
  dividedBy: ['segment', 'branch', 'manager'],
  ofGroups: true,
  run: reportOf,
});
