import type { GraphQLField } from "graphql";
import { createMethodMiddlewareDecorator, Extensions } from "type-graphql";
import type { Context } from "./context.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import type { Scope } from "./member-scopes.ts";
import { assertProved, noteForbidden, noteUnproved, type ProofTerm } from "./proof.ts";
import { refusalByStanding } from "./provider-standing.ts";
import { everyStaffRole, StaffRole } from "./staff-roles.ts";
import { isSomebody, type Viewer } from "./viewer.ts";

/** Who may, as a pure function of the viewer (and, on a field, of the thing that the field belongs to). */
export type Policy<T = unknown> = (viewer: Viewer, thing: T) => boolean;

/**
 * Which programs may: every one, every API key, those that have one of some scopes, or none. Who acts for a member needs a scope that is
 * named, but where it is every program.
 */
export type Keys = "EVERY_PROGRAM" | "EVERY_KEY" | readonly Scope[];

/** What is decided about an operation or a guarded field beside who may use it. */
export interface Terms {
  keys: Keys;
  /** Whether test keys may in the sandbox, where there are no people. */
  testKeys?: true;
}

/** For people; no API key may. */
export const peopleOnly: Terms = { keys: [] };
/** For people; in the sandbox for test keys in their place. */
export const peopleOrTestKeys: Terms = { keys: [], testKeys: true };
/** For people, and for API keys of any scope. */
export const everyKey: Terms = { keys: "EVERY_KEY" };
/** For people and every program: what it answers decides for itself whom it is shown to. */
export const everyProgram: Terms = { keys: "EVERY_PROGRAM" };
/** For people, and for programs that have one of these scopes. */
export const keysWith = (...keys: [Scope, ...Scope[]]): { keys: readonly Scope[] } => ({ keys });

/** Why a policy says no; null where it says yes. */
function refusalBy<T>(policy: Policy<T>, viewer: Viewer, thing: T): DomainError | null {
  if (policy(viewer, thing)) return null;
  if (viewer.mustEnrol) return new DomainError(ErrorCode.SECOND_FACTOR_REQUIRED, "core.enrolFirst");
  const standing = refusalByStanding(viewer, (other) => policy(other, thing));
  if (standing) return standing;
  return isSomebody(viewer)
    ? new DomainError(ErrorCode.FORBIDDEN, "core.notForYou")
    : new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst");
}

/**
 * Asks a policy: an operation's first line, whoever calls it.
 * @throws UNAUTHENTICATED, FORBIDDEN; PROVIDER_NOT_ACTIVE where the provider's standing alone is in the way; SECOND_FACTOR_REQUIRED for staff who have yet to enrol one
 */
export function assertMay<T>({ viewer }: Context, policy: Policy<T>, thing: T): void {
  const refusal = refusalBy(policy, viewer, thing);
  if (refusal) throw refusal;
}

/** Every role but the auditor's: who is to change what no role was named for. */
const rolesThatChange = everyStaffRole.filter((role) => role !== StaffRole.AUDITOR);

/**
 * A viewer as seen by an operation that is for some roles: whoever holds none of them acts without the staff's rights, but keeps those of
 * the providers that they act for.
 */
export const inRoles = (viewer: Viewer, roles: readonly StaffRole[]): Viewer =>
  viewer.isStaff && !roles.some((role) => viewer.staffRoles.has(role)) ? { ...viewer, isStaff: false } : viewer;

/** Whether a fresh proof is wanted of this viewer; of a key none is where its scope stands for it. */
const isWanted = (proof: ProofTerm, { apiKey }: Viewer): boolean =>
  (proof === "FRESH" && !apiKey?.sandbox) || (proof === "FRESH_OF_PEOPLE" && !apiKey);

/** Whether a mutation is one that lasts. */
const lasts = (proof: ProofTerm = "FRESH"): boolean => proof !== "NONE";

/**
 * Refuses a viewer who may not use an operation, before it is run. Who tries what lasts is written down.
 * @throws as `assertMay`
 */
export async function assertMayUse(
  field: Pick<GraphQLField<unknown, unknown>, "extensions" | "name">,
  ctx: Context,
): Promise<void> {
  const refusal = refusalOf(field, ctx.viewer);
  if (!refusal) return;
  if (lasts(field.extensions.proof as ProofTerm | undefined)) await noteForbidden(ctx, field.name, refusal.code);
  throw refusal;
}

/** Whether an operation wants a fresh proof of the viewer, for who must know before it is run. */
export const wantsProof = (
  { extensions }: Pick<GraphQLField<unknown, unknown>, "extensions">,
  viewer: Viewer,
): boolean => isWanted((extensions.proof ?? "FRESH") as ProofTerm, viewer);

/**
 * States who may use an operation or a field, and on which terms; a mutation also, whether it wants a fresh proof of who is there, and one
 * that does not say so wants it, and in which roles staff may use it. All of it stands in the schema's extensions, so that a test can compare
 * the whole schema with a table. An operation that looks at a thing by ID also decides about that thing itself. What an API key may
 * is decided before a document is run: see key-access.ts.
 */
export function Allow<T = unknown>(
  policy: Policy<T>,
  terms: Terms,
  proof?: ProofTerm,
  roles: readonly StaffRole[] | null = asStaff.has(policy as Policy) ? rolesThatChange : null,
): MethodDecorator & PropertyDecorator {
  const refusalOf = (viewer: Viewer, thing: T) => refusalBy(policy, roles ? inRoles(viewer, roles) : viewer, thing);
  const declare = Extensions({ policy: policy.name, refusalOf, ...terms, ...(proof && { proof, roles: roles ?? [] }) });
  const change = async (context: Context, thing: T, name: string, next: () => Promise<unknown>) => {
    const { viewer } = context;
    const acting = roles ? inRoles(viewer, roles) : viewer;
    context.viewer = acting;
    try {
      const refusal = refusalBy(policy, acting, thing);
      if (refusal && lasts(proof)) await noteForbidden(context, name, refusal.code);
      if (refusal) throw refusal;
      if (isWanted(proof ?? "FRESH", viewer)) await assertProved(context, name);
      return await (proof === "OWN" ? noteUnproved(context, name, next) : next());
    } finally {
      // What is shown of the answer is decided as for any other reading; the operation may have signed somebody in meanwhile.
      if (context.viewer === acting) context.viewer = viewer;
    }
  };
  const enforce = createMethodMiddlewareDecorator<Context>(({ context, root, info }, next) => {
    if (info.parentType.name === "Mutation") return change(context, root as T, info.fieldName, next);
    assertMay(context, policy, root as T);
    return next();
  });
  return (target: object, key: string | symbol, descriptor?: PropertyDescriptor) => {
    declare(target, key as string, descriptor as PropertyDescriptor);
    enforce(target, key as string, descriptor as PropertyDescriptor);
  };
}

/** Why a viewer may not use an operation; null where they may. It is asked again when the operation is run. */
export function refusalOf(
  { extensions }: Pick<GraphQLField<unknown, unknown>, "extensions">,
  viewer: Viewer,
): DomainError | null {
  const ask = extensions.refusalOf as ((viewer: Viewer, thing: null) => DomainError | null) | undefined;
  return ask ? ask(viewer, null) : new DomainError(ErrorCode.FORBIDDEN, "core.notForYou");
}

/**
 * States which API keys may be shown objects of a type, whatever way leads to them; or one of its fields. A type that states nothing is for
 * people only: what a class that it extends states is not its own.
 */
export function ShownTo({ keys }: Terms): ClassDecorator & MethodDecorator & PropertyDecorator {
  return (target: object, property?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (typeof target === "function") Extensions({ keys, statedBy: target.name })(target as never);
    else Extensions({ keys })(target, property as string, descriptor as PropertyDescriptor);
  };
}

/** What the operation answers is shown this once: an `Idempotency-Key` does not keep it. */
export const ShownOnce = (): MethodDecorator & PropertyDecorator => Extensions({ shownOnce: true });

export const anyone: Policy = function anyone() {
  return true;
};
export const signedIn: Policy = function signedIn(viewer) {
  return isSomebody(viewer) && !viewer.mustEnrol;
};
/** What people do with their own account before anything else, staff who have yet to enrol a second factor among them. */
export const ownAccount: Policy = function ownAccount(viewer) {
  return viewer.accountId !== null;
};
export const staff: Policy = function staff(viewer) {
  return viewer.isStaff;
};
export const administrator: Policy = function administrator(viewer) {
  return viewer.staffRoles.has(StaffRole.ADMINISTRATOR);
};
/**
 * Staff who look after people or programs, or audit both. Who looks after fees alone needs no member's addresses, account or transcript, nor the
 * audit log and the outbox, which tell of people as well.
 */
export function readsPersons(viewer: Viewer): boolean {
  return viewer.isStaff && [...viewer.staffRoles].some((role) => role !== StaffRole.FINANCE);
}
export const staffOrProvider: Policy = function staffOrProvider(viewer) {
  return viewer.isStaff || viewer.providers.size > 0;
};
export const holdsCredit: Policy = function holdsCredit(viewer) {
  return viewer.memberId !== null;
};

/** Policies under which staff act for the accreditor: without roles named, every one but the auditor's. */
const asStaff: ReadonlySet<Policy> = new Set([staff, staffOrProvider]);
