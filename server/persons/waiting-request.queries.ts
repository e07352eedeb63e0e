import type { Context } from "../core/context.ts";
import { roleOfRequest } from "../policies/in-transaction-of-two.ts";
import type { RequestKind, WaitingRequest } from "../policies/waiting-request.entity.ts";

export type WaitingRequestRow = Pick<
  WaitingRequest,
  "id" | "kind" | "arguments" | "memberIds" | "reason" | "requestedByAccountId" | "requestedAt" | "expiresAt"
> & { requestedBy: string; memberNumbers: string[] };

/** What waits for a second person, the oldest first; not what somebody asked for who may not any more. */
export async function waitingRequests(ctx: Context): Promise<WaitingRequestRow[]> {
  const rows: (WaitingRequestRow & { roles: string[] })[] = await ctx.db.query(
    `SELECT w.id, w.kind, w.arguments, w.member_ids AS "memberIds", w.reason, w.requested_by_account_id AS "requestedByAccountId",
       w.requested_at AS "requestedAt", w.expires_at AS "expiresAt", coalesce(e.address, '') AS "requestedBy", a.staff_roles AS roles,
       ARRAY(SELECT m.member_number FROM unnest(w.member_ids) WITH ORDINALITY x (id, n) JOIN member m ON m.id = x.id ORDER BY x.n)
         AS "memberNumbers"
     FROM waiting_request w JOIN account a ON a.id = w.requested_by_account_id
     LEFT JOIN email_address e ON e.account_id = a.id AND e.is_primary
     WHERE w.expires_at > $1 AND a.disabled_at IS NULL ORDER BY w.requested_at, w.id`,
    [ctx.now()],
  );
  return rows.filter(({ kind, roles }) => roles.includes(roleOfRequest[kind as RequestKind]));
}
