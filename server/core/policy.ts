import { createMethodMiddlewareDecorator, Extensions } from "type-graphql";
import { type ApiScope, apiScopes } from "./api-scopes.ts";
import type { Context } from "./context.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import type { Viewer } from "./viewer.ts";

/** Who may, as a pure function of the viewer (and, on a field, of the thing that the field belongs to). */
export type Policy<T = unknown> = (viewer: Viewer, thing: T) => boolean;

/**
 * States who may use an operation or a field. The policy's name stands in the schema's extensions, so that a test can
 * compare the whole schema with a table. An operation that looks at a thing by ID also decides about that thing itself.
 */
export function Allow<T = unknown>(policy: Policy<T>): MethodDecorator & PropertyDecorator {
  const declare = Extensions({ policy: policy.name });
  const enforce = createMethodMiddlewareDecorator<Context>(({ context, root, info }, next) => {
    if (context.viewer.apiKey) assertScope(context.viewer.apiKey.scopes, info.parentType.name, info.fieldName);
    if (policy(context.viewer, root as T)) return next();
    if (context.viewer.mustEnrol) throw new DomainError(ErrorCode.SECOND_FACTOR_REQUIRED, "core.enrolFirst");
    throw context.viewer.accountId
      ? new DomainError(ErrorCode.FORBIDDEN, "core.notForYou")
      : new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst");
  });
  return (target: object, key: string | symbol, descriptor?: PropertyDescriptor) => {
    declare(target, key as string, descriptor as PropertyDescriptor);
    enforce(target, key as string, descriptor as PropertyDescriptor);
  };
}

/** What an API key may do, beside the policies that count for everybody. Fields that the table doesn't name go with their object. */
function assertScope(scopes: ReadonlySet<ApiScope>, parent: string, field: string): void {
  const needed = apiScopes[`${parent}.${field}`];
  if (needed === undefined && !["Query", "Mutation"].includes(parent)) return;
  if (needed === "any" || (needed && scopes.has(needed))) return;
  throw needed
    ? new DomainError(ErrorCode.FORBIDDEN, "core.scopeMissing", { scope: needed })
    : new DomainError(ErrorCode.FORBIDDEN, "core.notForApiKeys");
}

export const anyone: Policy = function anyone() {
  return true;
};
export const signedIn: Policy = function signedIn(viewer) {
  return viewer.accountId !== null && !viewer.mustEnrol;
};
/** What people do with their own account before anything else, staff who have yet to enrol a second factor among them. */
export const ownAccount: Policy = function ownAccount(viewer) {
  return viewer.accountId !== null;
};
export const staff: Policy = function staff(viewer) {
  return viewer.isStaff;
};
export const staffOrProvider: Policy = function staffOrProvider(viewer) {
  return viewer.isStaff || viewer.providers.size > 0;
};
export const holdsCredit: Policy = function holdsCredit(viewer) {
  return viewer.memberId !== null;
};
