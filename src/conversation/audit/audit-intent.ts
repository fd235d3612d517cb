/** The intent of what reads the log of access. */
export const auditIntent = 'audit';
