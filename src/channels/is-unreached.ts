/** Codes of a name that does not resolve or a port that refuses. */
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Whether a request failed before its platform had seen it, so that it may be repeated. */
export function isUnreached(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return [error, cause].some(
    (each) => each instanceof Error && 'code' in each && unreached.has(String(each.code)),
  );
}
