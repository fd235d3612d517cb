/** A customer's id as people type it, such as 1042 or C-1042, for a regular expression. */
export const idShape = '[A-Za-z]{0,6}[-_]?\\d[\\dA-Za-z_-]*';
