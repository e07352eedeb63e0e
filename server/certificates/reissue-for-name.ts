import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { defineJob, enqueue } from "../core/jobs.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { assertMay, staff } from "../core/policy.ts";
import { lockMember } from "../members/correct-member.ts";
import { fullNameSql } from "../members/full-name.ts";
import { correctCertificate } from "./correct-certificate.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A member's certificates are to show the name that they have now. */
    "certificates.rename": { certificateIds: string[]; reason: string };
  }
}

/** SQL of whether certificate `c` of member `m` holds and shows another name than the member has now. */
const showsOtherName = `c.status = 'ISSUED' AND m.erased_at IS NULL AND c.recipient_name <> ${fullNameSql("m")}`;

/** How many certificates of each member hold and show another name than they have now. */
export const certificatesOfFormerName = defineLoader<string, number>(async (ctx, memberIds) => {
  const rows: { id: string; count: number }[] = await ctx.db.query(
    `SELECT m.id, count(*)::int AS count FROM member m JOIN certificate c ON c.member_id = m.id
     WHERE m.id = ANY($1::uuid[]) AND ${showsOtherName} GROUP BY m.id`,
    [memberIds],
  );
  return orderByKey(memberIds as string[], rows, (row) => row.id).map((row) => row?.count ?? 0);
});

/** So many certificates are printed by one job. */
const certificatesPerJob = 20;

/**
 * Issues every certificate of a member that still holds and shows another name anew: each supersedes the one before, whose code says so.
 * Carried out by jobs; the member gets them by mail.
 * @returns how many
 * @throws NOT_FOUND, REASON_REQUIRED; ILLEGAL_TRANSITION for who was merged or erased; NOTHING_CHANGED where all show the name
 */
export async function reissueForName(ctx: Context, memberId: string, reason: string): Promise<number> {
  assertMay(ctx, staff, null);
  const given = requiredReason(reason);
  return inTransaction(ctx, async (tx) => {
    await lockMember(tx, memberId, "memberId");
    const rows: { id: string }[] = await tx.query(
      `SELECT c.id FROM certificate c JOIN member m ON m.id = c.member_id WHERE m.id = $1 AND ${showsOtherName} ORDER BY c.id`,
      [memberId],
    );
    if (rows.length === 0) throw new DomainError(ErrorCode.NOTHING_CHANGED, "certificates.allShowName");
    for (let at = 0; at < rows.length; at += certificatesPerJob)
      await enqueue(tx, "certificates.rename", {
        certificateIds: rows.slice(at, at + certificatesPerJob).map(({ id }) => id),
        reason: given,
      });
    await audit(tx, ctx, "member.reissue-certificates", ["member", memberId], {
      reason: given,
      after: { certificates: rows.length },
    });
    return rows.length;
  });
}

export const renameCertificatesJob = defineJob("certificates.rename", async (ctx, { certificateIds, reason }) => {
  for (const id of certificateIds) {
    const [{ renamed }] = await ctx.db.query(
      `SELECT EXISTS (SELECT FROM certificate c JOIN member m ON m.id = c.member_id WHERE c.id = $1 AND ${showsOtherName}) AS renamed`,
      [id],
    );
    if (renamed) await correctCertificate(ctx, id, reason, { anew: true });
  }
});
