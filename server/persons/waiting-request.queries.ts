import type { Context } from "../core/context.ts";
import { countsSql, rolesOfRequests } from "../policies/in-transaction-of-two.ts";
import type { WaitingRequest } from "../policies/waiting-request.entity.ts";

export type WaitingRequestRow = Pick<
  WaitingRequest,
  "id" | "kind" | "arguments" | "memberIds" | "reason" | "requestedByAccountId" | "requestedAt" | "expiresAt"
> & { requestedBy: string; memberNumbers: string[]; providerIds: string[]; providerNumbers: string[] };

/** What waits for a second person, the oldest first; not what somebody asked for who may not any more. */
export const waitingRequests = (ctx: Context): Promise<WaitingRequestRow[]> => read(ctx, "true", []);

/** One of these; null: there is none. */
export const waitingRequest = async (ctx: Context, id: string): Promise<WaitingRequestRow | null> =>
  (await read(ctx, "w.id = $3", [id]))[0] ?? null;

/** The providers that a request is to merge, first the one that stays. */
const merged = `(VALUES (w.arguments ->> 'keepId', 1), (w.arguments ->> 'mergeId', 2)) x (id, n) JOIN provider v ON v.id::text = x.id
         WHERE w.kind = 'MERGE_PROVIDERS' ORDER BY x.n`;

const read = (ctx: Context, condition: string, values: unknown[]): Promise<WaitingRequestRow[]> =>
  ctx.db.query(
    `SELECT w.id, w.kind, w.arguments, w.member_ids AS "memberIds", w.reason, w.requested_by_account_id AS "requestedByAccountId",
       w.requested_at AS "requestedAt", w.expires_at AS "expiresAt", coalesce(e.address, '') AS "requestedBy",
       ARRAY(SELECT m.member_number FROM unnest(w.member_ids) WITH ORDINALITY x (id, n) JOIN member m ON m.id = x.id ORDER BY x.n)
         AS "memberNumbers",
       ARRAY(SELECT v.id FROM ${merged}) AS "providerIds", ARRAY(SELECT v.number FROM ${merged}) AS "providerNumbers"
     FROM waiting_request w JOIN account a ON ${countsSql("$1", "$2")}
     LEFT JOIN email_address e ON e.account_id = a.id AND e.is_primary
     WHERE ${condition} ORDER BY w.requested_at, w.id`,
    [ctx.now(), rolesOfRequests, ...values],
  );
