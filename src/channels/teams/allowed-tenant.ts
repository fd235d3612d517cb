/**
 * Whether people of a tenant are answered and written to.
 * @param allowed tenants, in small letters; none: any
 */
export const isAllowedTenant = (
  allowed: readonly string[],
  tenant: string | null | undefined,
): boolean => allowed.length === 0 || allowed.includes((tenant ?? '').toLowerCase());
