import type { ApiScope } from "./api-scopes.ts";
import { DomainError, ErrorCode } from "./errors.ts";

/**
 * Why an API key may not: it lacks a scope, or no key may.
 * @param what the operation, field, type or path
 * @param scopes those of which one is wanted; none: it is for people
 */
export function refusalOfKey(what: string, scopes: readonly ApiScope[] = []): DomainError {
  const [requiredScope] = scopes;
  return requiredScope
    ? new DomainError(ErrorCode.FORBIDDEN, "core.scopeMissing", {
        what,
        scopes,
        requiredScope,
        reason: "SCOPE_MISSING",
      })
    : new DomainError(ErrorCode.FORBIDDEN, "core.notForApiKeys", { what, reason: "PEOPLE_ONLY" });
}
