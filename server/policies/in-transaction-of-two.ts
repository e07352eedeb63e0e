import { createHash } from "node:crypto";
import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import { signedInAccount } from "../accounts/signed-in-account.ts";
import type { AuditSubjectKind } from "../audit/actions.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { loadSettings } from "./load-settings.ts";
import { settingsId } from "./settings-page.object.ts";
import { RequestKind, WaitingRequest } from "./waiting-request.entity.ts";

/** How long a request waits for a second person. */
export const requestDays = 7;

/** Who may ask for it, and approve it: the role of the operation itself. */
export const roleOfRequest: Record<RequestKind, StaffRole> = {
  ERASE_MEMBER: StaffRole.REGISTRAR,
  MERGE_MEMBERS: StaffRole.REGISTRAR,
  MERGE_PROVIDERS: StaffRole.REGISTRAR,
  UPDATE_SETTINGS: StaffRole.ADMINISTRATOR,
};

/** What is asked for. */
export type Asked = Pick<WaitingRequest, "kind" | "arguments" | "memberIds"> & { reason: string | null };

/** A request that the viewer, a second person, approves. */
export type Approved = Pick<
  WaitingRequest,
  "id" | "kind" | "memberIds" | "arguments" | "requestedByAccountId" | "reason"
>;

/** The condition that `waiting_request w` counts: it has not run out, and `account a`, who made it, may still make it. */
export const countsSql = (now: string, roles: string): string =>
  `w.expires_at > ${now} AND a.id = w.requested_by_account_id AND a.disabled_at IS NULL AND ${roles}::jsonb ->> w.kind = ANY(a.staff_roles)`;

/** Its `roles`. */
export const rolesOfRequests = JSON.stringify(roleOfRequest);

/** Ends the transaction of who asks first: everything was tried, and nothing is done. */
class WaitsForSecond extends Error {}

/**
 * As `inTransaction`, for what needs two persons where the accreditor has set so. Of the first one all of it is tried, so that what would be
 * refused is refused at once, then taken back, and a request is left. Approving that runs the same once more, against the state of then, and
 * uses the request up in the same transaction.
 * @param approved the request, where a second person approves
 * @throws SECOND_PERSON_REQUIRED, with the request's ID, once it is left; REASON_REQUIRED; NOT_FOUND where the approved one is gone
 */
export async function inTransactionOfTwo<T>(
  ctx: Context,
  asked: Asked,
  approved: Approved | null,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(ctx, async (tx) => {
      // Before the work, which may be what changes it.
      const { twoPersons } = await loadSettings(tx);
      const result = await work(tx);
      if (approved) await takeRequest(tx, ctx, approved);
      else if (twoPersons) throw new WaitsForSecond();
      return result;
    });
  } catch (error) {
    if (!(error instanceof WaitsForSecond)) throw error;
    const { id: requestId, expiresAt } = await leaveRequest(ctx, asked);
    throw new DomainError(ErrorCode.SECOND_PERSON_REQUIRED, "secondPerson.waits", {
      requestId,
      expiresAt: expiresAt.toISOString(),
      days: requestDays,
    });
  }
}

/** What the log says a request is about. */
export function subjectOf({
  kind,
  memberIds: [memberId],
  arguments: given,
}: Pick<WaitingRequest, "kind" | "memberIds" | "arguments">): [
  AuditSubjectKind & ("member" | "provider" | "settings"),
  string,
] {
  if (kind === RequestKind.MERGE_PROVIDERS) return ["provider", String(given.keepId)];
  return memberId ? ["member", memberId] : ["settings", settingsId];
}

/** Asked for twice it is one request: the first one's, while that one counts. */
function leaveRequest(ctx: Context, asked: Asked): Promise<WaitingRequest> {
  const { kind, memberIds } = asked;
  const reason = requiredReason(asked.reason);
  const requestedByAccountId = signedInAccount(ctx);
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([kind, asked.arguments]))
    .digest();
  return inTransaction(ctx, async (tx) => {
    await tx.query(
      `DELETE FROM waiting_request w WHERE fingerprint = $3 AND NOT EXISTS (SELECT FROM account a WHERE ${countsSql("$1", "$2")})`,
      [ctx.now(), rolesOfRequests, fingerprint],
    );
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(WaitingRequest)
      .values({
        kind,
        arguments: asked.arguments as never,
        fingerprint,
        memberIds,
        reason,
        requestedByAccountId,
        requestedAt: ctx.now(),
        expiresAt: DateTime.fromJSDate(ctx.now()).plus({ days: requestDays }).toJSDate(),
      })
      .orIgnore()
      .execute();
    const request = await tx.findOneByOrFail(WaitingRequest, { fingerprint });
    if (inserted.raw.length > 0)
      await audit(tx, ctx, "request.make", subjectOf(request), {
        reason,
        after: { kind, requestId: request.id },
      });
    return request;
  });
}

/** A request counts once, and only while whoever made it may still make it. */
async function takeRequest(tx: EntityManager, ctx: Context, request: Approved): Promise<void> {
  const { id, kind, requestedByAccountId, reason } = request;
  const [, gone]: [unknown, number] = await tx.query(
    `DELETE FROM waiting_request w USING account a WHERE w.id = $3 AND ${countsSql("$1", "$2")}`,
    [ctx.now(), rolesOfRequests, id],
  );
  if (gone !== 1) throw notFound("waitingRequest", "id");
  await audit(tx, ctx, "request.approve", subjectOf(request), {
    reason,
    after: { kind, requestId: id, requestedByAccountId },
  });
}
