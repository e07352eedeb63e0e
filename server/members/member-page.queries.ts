import { secondFactorSince } from "../accounts/second-factor.queries.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import type { SuppressionReason } from "../mail/mail.entity.ts";
import { lookUpMember } from "./look-up-member.ts";
import { canViewMember } from "./member.policy.ts";
import { type MemberRow, memberById } from "./member.queries.ts";

/**
 * A member by ID, or by exactly the number; null where it is missing or not the viewer's to see whole.
 * @throws BAD_INPUT where both are given, or neither
 */
export async function findMember(
  ctx: Context,
  { id: given = null, number = null }: { id?: string | null; number?: string | null },
): Promise<MemberRow | null> {
  if ((given === null) === (number === null))
    throw new DomainError(ErrorCode.BAD_INPUT, "members.idOrNumber", { field: "id" });
  const id = number === null ? given : await lookUpMember(ctx, number);
  const member = id !== null && isId(id) ? await memberById(ctx, id) : null;
  return member && canViewMember(ctx.viewer, member) ? member : null;
}

export interface MemberEmailAddress {
  memberId: string;
  id: string;
  address: string;
  isPrimary: boolean;
  verifiedAt: Date | null;
  lastFailedAt: Date | null;
  suppressedFor: SuppressionReason | null;
  suppressedSince: Date | null;
}

/** The addresses of a member's account, the primary first, each with its last mail that failed for good. */
export const emailAddressesOfMember = defineLoader<string, MemberEmailAddress[]>(async (ctx, memberIds) => {
  const rows: MemberEmailAddress[] = await ctx.db.query(
    `SELECT m.id AS "memberId", e.id, e.address, e.is_primary AS "isPrimary", e.verified_at AS "verifiedAt",
       (SELECT max(x.created_at) FROM mail x
        WHERE x.recipient_account_id = m.account_id AND x.to_address = e.address AND x.status IN ('FAILED', 'BOUNCED')) AS "lastFailedAt",
       s.reason AS "suppressedFor", s.since AS "suppressedSince"
     FROM member m JOIN email_address e ON e.account_id = m.account_id LEFT JOIN mail_suppression s ON s.address = e.address
     WHERE m.id = ANY($1::uuid[]) ORDER BY e.is_primary DESC, e.address`,
    [memberIds],
  );
  return groupByKey(memberIds as string[], rows, (row) => row.memberId);
});

export interface MemberAccount {
  memberId: string;
  id: string;
  secondFactorSince: Date | null;
}

/** The account of each member; null where there is none. */
export const accountOfMember = defineLoader<string, MemberAccount | null>(async (ctx, memberIds) => {
  const rows: MemberAccount[] = await ctx.db.query(
    `SELECT m.id AS "memberId", m.account_id AS id, ${secondFactorSince("m.account_id")} AS "secondFactorSince"
     FROM member m
     WHERE m.id = ANY($1::uuid[]) AND m.account_id IS NOT NULL`,
    [memberIds],
  );
  return orderByKey(memberIds as string[], rows, (row) => row.memberId);
});
