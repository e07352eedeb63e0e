import type { EntityManager } from "typeorm";
import type { AuditAction, Decided, SubjectOf } from "../audit/actions.ts";
import { ActorKind } from "./actor-kind.ts";
import { AuditEntry } from "./audit.entity.ts";
import type { Context } from "./context.ts";
import type { SqlFragment } from "./lists/sql.ts";
import { everyStaffRole } from "./staff-roles.ts";
import type { Viewer } from "./viewer.ts";

/** As what a viewer acts, in the words of the audit log. A staff account that also acts for a provider acts as staff. */
export function actorAs(viewer: Viewer): ActorKind {
  if (viewer.agent) return ActorKind[viewer.agent.actor.as];
  if (viewer === systemViewer) return ActorKind.SYSTEM;
  if (viewer.isStaff || viewer.staffRoles.size > 0 || viewer.mustEnrol) return ActorKind.STAFF;
  if (viewer.providers.size > 0) return ActorKind.PROVIDER;
  return viewer.accountId ? ActorKind.ATTENDEE : ActorKind.NOBODY;
}

/** The viewer of jobs and of the command line: staff without an account. */
export const systemViewer: Viewer = {
  accountId: null,
  email: "system",
  isStaff: true,
  staffRoles: new Set(everyStaffRole),
  provedAt: null,
  proofs: [],
  providers: new Map(),
  memberId: null,
};

/** Why, and what was before and is after. Fields that are not decided for the action, in `server/audit/actions.ts`, do not compile. */
export interface AuditDetails<A extends AuditAction, B, C> {
  reason?: string | null | undefined;
  before?: Decided<A, B> | null | undefined;
  after?: Decided<A, C> | null | undefined;
}

const entryOf = <A extends AuditAction>(
  ctx: Context,
  action: A,
  [subjectType, subjectId]: readonly [SubjectOf<A>, string],
  { reason, before, after }: AuditDetails<A, unknown, unknown>,
) => ({
  at: ctx.now(),
  actorAccountId: ctx.viewer.agent ? ctx.viewer.agent.actor.accountId : ctx.viewer.accountId,
  actorAs: actorAs(ctx.viewer),
  actorName: ctx.viewer.email,
  action,
  subjectType,
  subjectId,
  reason: reason ?? null,
  before: before ?? null,
  after: after ?? null,
  requestId: ctx.request.id,
  ip: ctx.request.ip,
});

/** Writes a line of the audit log in the transaction of the change itself. */
export async function audit<A extends AuditAction, B = object, C = object>(
  tx: EntityManager,
  ctx: Context,
  action: A,
  subject: readonly [SubjectOf<A>, string],
  details: AuditDetails<A, B, C> = {},
): Promise<void> {
  await tx.insert(AuditEntry, entryOf(ctx, action, subject, details) as never);
}

/**
 * The same line as SQL, for a statement that does something else as well: written once for each row of `from`.
 * @returns a function that binds its values and answers with the SQL
 */
export const auditSql =
  <A extends AuditAction, B = object, C = object>(
    ctx: Context,
    action: A,
    subject: readonly [SubjectOf<A>, string],
    details: AuditDetails<A, B, C> = {},
  ): SqlFragment =>
  (bind, from) => {
    const entry = entryOf(ctx, action, subject, details);
    return `INSERT INTO audit_entry (at, actor_account_id, actor_as, actor_name, action, subject_type, subject_id, reason,
        before, after, request_id, ip)
      SELECT ${bind(entry.at)}::timestamptz, ${bind(entry.actorAccountId)}::uuid, ${bind(entry.actorAs)}, ${bind(entry.actorName)},
        ${bind(entry.action)}, ${bind(entry.subjectType)}, ${bind(entry.subjectId)}::uuid, ${bind(entry.reason)},
        ${bind(entry.before)}::jsonb, ${bind(entry.after)}::jsonb, ${bind(entry.requestId)}, ${bind(entry.ip)}
      FROM ${from}`;
  };
