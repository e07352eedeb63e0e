import { ApiScope } from "./api-scopes.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import { everyMemberScope, type Scope } from "./member-scopes.ts";
import type { Viewer } from "./viewer.ts";

const ofKeys: readonly Scope[] = Object.values(ApiScope);
const ofMembers: readonly Scope[] = everyMemberScope;

/**
 * Why a program may not: it lacks a scope, or no program of its kind may.
 * @param what the operation, field, type or path
 * @param wanted those of which one is wanted; none: it is for people
 */
export function refusalOfKey({ agent }: Viewer, what: string, wanted: readonly Scope[] = []): DomainError {
  const scopes = wanted.filter((scope) => (agent ? ofMembers : ofKeys).includes(scope));
  const [requiredScope] = scopes;
  return requiredScope
    ? new DomainError(ErrorCode.FORBIDDEN, agent ? "core.memberScopeMissing" : "core.scopeMissing", {
        what,
        scopes,
        requiredScope,
        reason: "SCOPE_MISSING",
      })
    : new DomainError(ErrorCode.FORBIDDEN, agent ? "core.notForAgents" : "core.notForApiKeys", {
        what,
        reason: "PEOPLE_ONLY",
      });
}
