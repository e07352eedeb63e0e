import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { fullNameSql } from "../members/full-name.ts";
import { lookUpMember } from "../members/look-up-member.ts";
import { canViewMember } from "../members/member.policy.ts";
import type { OutsideCredit } from "./outside-credit.entity.ts";

export type OutsideCreditRow = Omit<
  OutsideCredit,
  "decidedByAccountId" | "yieldsToId" | "member" | "proofFile" | "decidedBy" | "yieldsTo"
> & { memberNumber: string; memberName: string };

const rows = `SELECT o.id, o.version, o.member_id AS "memberId", m.member_number AS "memberNumber", ${fullNameSql("m")} AS "memberName",
    o.title, o.issuer, o.number, o.format, o.starts_on AS "startsOn", o.completed_on AS "completedOn", o.credits, o.credit_unit AS "creditUnit",
    o.kind_credits AS "kindCredits", o.proof_file_id AS "proofFileId", o.status, o.created_at AS "createdAt", o.accepted_at AS "acceptedAt",
    o.ended_at AS "endedAt", o.decision
  FROM outside_credit o JOIN member m ON m.id = o.member_id`;

/** Credit from elsewhere by its ID, whoever asks. */
export async function readOutsideCredit(ctx: Context, id: string): Promise<OutsideCreditRow> {
  const [row] = await ctx.db.query(`${rows} WHERE o.id = $1`, [id]);
  return row;
}

/**
 * What a member earned elsewhere, in every state, for the member and for staff: the latest first.
 * @param whose by ID or by exactly the number; neither: the viewer's own
 * @throws NOT_FOUND, the same for a missing member and one that is not the viewer's to see; BAD_INPUT where ID and number are given
 */
export async function listOutsideCredits(
  ctx: Context,
  { memberId, memberNumber }: { memberId: string | null; memberNumber: string | null },
): Promise<OutsideCreditRow[]> {
  if (memberId !== null && memberNumber !== null)
    throw new DomainError(ErrorCode.BAD_INPUT, "members.idOrNumber", { field: "memberId" });
  const id = memberNumber === null ? (memberId ?? ctx.viewer.memberId) : await lookUpMember(ctx, memberNumber);
  const [member] =
    id !== null && isId(id) && canViewMember(ctx.viewer, { id })
      ? await ctx.db.query("SELECT coalesce(merged_into_id, id) AS id FROM member WHERE id = $1", [id])
      : [];
  if (!member) throw notFound("member", memberNumber === null ? "memberId" : "memberNumber");
  return ctx.db.query(`${rows} WHERE o.member_id = $1 ORDER BY o.completed_on DESC, o.id DESC`, [member.id]);
}

/** What waits for staff, the oldest first. */
export const waitingOutsideCredits = (ctx: Context, first: number): Promise<OutsideCreditRow[]> =>
  ctx.db.query(`${rows} WHERE o.status = 'SUBMITTED' AND m.erased_at IS NULL ORDER BY o.created_at, o.id LIMIT $1`, [
    first,
  ]);

/** SQL of whether two credits from elsewhere, `a` and `b`, are one: by the number of the certificate, or by all that is said of it. */
export const isSameCreditSql = (a: string, b: string): string =>
  `(lower(${a}.issuer) = lower(${b}.issuer) AND (lower(${a}.number) = lower(${b}.number)
    OR (${a}.number IS NULL OR ${b}.number IS NULL) AND lower(${a}.title) = lower(${b}.title) AND ${a}.completed_on = ${b}.completed_on
      AND ${a}.credits = ${b}.credits AND lower(${a}.credit_unit) = lower(${b}.credit_unit)))`;

/**
 * Whether the member has other credit on record that looks like this one: of the same day and amount, from here or elsewhere, or under the same
 * number. For staff, who decide.
 */
export const looksCounted = defineLoader<string, boolean>(async (ctx, ids) => {
  const found: { id: string; alike: boolean }[] = await ctx.db.query(
    `SELECT o.id, EXISTS (SELECT FROM attendance_record r WHERE r.member_id = o.member_id AND r.reversed_at IS NULL
         AND r.completed_on BETWEEN coalesce(o.starts_on, o.completed_on) AND o.completed_on AND r.credits = o.credits)
       OR EXISTS (SELECT FROM certificate c WHERE c.member_id = o.member_id AND c.status = 'ISSUED' AND lower(c.number) = lower(o.number))
       OR EXISTS (SELECT FROM outside_certificate c WHERE c.member_id = o.member_id AND c.status = 'ISSUED'
         AND (lower(c.number) = lower(o.number) OR c.completed_on = o.completed_on AND c.credits = o.credits))
       OR EXISTS (SELECT FROM outside_credit x WHERE x.member_id = o.member_id AND x.id <> o.id AND x.status IN ('SUBMITTED', 'ACCEPTED')
         AND (lower(x.number) = lower(o.number) OR x.completed_on = o.completed_on AND x.credits = o.credits)) AS alike
     FROM outside_credit o WHERE o.id = ANY($1::uuid[])`,
    [ids],
  );
  return orderByKey(ids as string[], found, ({ id }) => id).map((row) => row?.alike ?? false);
});

/** How the name of a proof ends, by its media type. */
export const proofEnding = (mediaType: string): string =>
  mediaType === "application/pdf" ? "pdf" : mediaType === "image/png" ? "png" : "jpg";

/** What shows it; null where it is missing or not the viewer's to see. */
export async function readOutsideProof(
  ctx: Context,
  id: string,
): Promise<{ completedOn: string; mediaType: string; content: Buffer } | null> {
  if (!isId(id)) return null;
  const [row] = await ctx.db.query(
    `SELECT o.member_id AS "memberId", o.completed_on AS "completedOn", f.media_type AS "mediaType", ${keptBytesSql("f")}
     FROM outside_credit o JOIN stored_file f ON f.id = o.proof_file_id WHERE o.id = $1`,
    [id],
  );
  return row && canViewMember(ctx.viewer, { id: row.memberId })
    ? { completedOn: row.completedOn, mediaType: row.mediaType, content: await bytesOf(ctx, row) }
    : null;
}
