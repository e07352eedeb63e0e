import { signedInAccount } from "../../accounts/signed-in-account.ts";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { requiredReason } from "../../core/input-rules.ts";
import { defineJob, enqueue, Urgency } from "../../core/jobs.ts";
import { Bindings } from "../../core/lists/sql.ts";
import { forChange, forChangeSql } from "../../core/locks.ts";
import { assertMay, staff } from "../../core/policy.ts";
import { settingsId } from "../../policies/settings-page.object.ts";
import { correctLocked } from "../correct-certificate.ts";
import { UnprintableCertificate } from "../require-printable.ts";
import { isMistakenSql, printedJoins, type ReissueScope, scopeSql } from "./mistakes.ts";
import { assertScope, notOwnSql } from "./preview-reissue.ts";
import { CertificateReissue } from "./reissue.entity.ts";
import type { ReissueState } from "./reissue.object.ts";

declare module "../../core/jobs.ts" {
  interface Jobs {
    /** Staff had certificates issued anew together, or go on with it. */
    "certificates.reissue": { reissueId: string };
  }
}

/**
 * Has certificates issued anew that are printed otherwise than they would be by now, one by one by a job. Which they are is settled now.
 * @param count how many the preview named
 * @throws what assertScope refuses; REASON_REQUIRED; NOTHING_CHANGED where there are none; STALE_VERSION where they are not so many
 */
export async function reissueCertificates(
  ctx: Context,
  scope: ReissueScope,
  count: number,
  reason: string,
): Promise<CertificateReissue> {
  await assertScope(ctx, scope);
  const given = requiredReason(reason);
  const accountId = signedInAccount(ctx);
  return inTransaction(ctx, async (tx) => {
    const reissue = await tx.save(
      tx.create(CertificateReissue, {
        accountId,
        programId: scope.programId ?? null,
        mistakes: scope.mistakes ?? [],
        reason: given,
        requestedAt: ctx.now(),
        stoppedAt: null,
        endedAt: null,
      }),
    );
    const { bind, values } = new Bindings(reissue.id);
    const where = [...scopeSql(scope, bind), notOwnSql(ctx, bind)];
    const [{ found }]: [{ found: number }] = await tx.query(
      `WITH added AS (INSERT INTO certificate_reissue_item (reissue_id, certificate_id)
         SELECT $1, c.id FROM certificate c ${Object.values(printedJoins).join(" ")} WHERE ${where.join(" AND ")} RETURNING 1)
       SELECT count(*)::int AS found FROM added`,
      values,
    );
    if (found === 0) throw new DomainError(ErrorCode.NOTHING_CHANGED, "certificates.nothingToReissue");
    if (found !== count)
      throw new DomainError(ErrorCode.STALE_VERSION, "certificates.reissueChanged", {
        field: "count",
        count: found,
      });
    await audit(
      tx,
      ctx,
      "certificate.reissue-many",
      scope.programId ? ["program", scope.programId] : ["settings", settingsId],
      {
        reason: given,
        after: { certificates: found },
      },
    );
    await enqueue(tx, "certificates.reissue", { reissueId: reissue.id }, Urgency.BULK);
    return reissue;
  });
}

/**
 * Stops it behind the certificate that is under way, or goes on.
 * @throws NOT_FOUND; NOTHING_CHANGED where it has ended, or is so already
 */
export async function stopReissue(ctx: Context, id: string, stopped: boolean): Promise<CertificateReissue> {
  assertMay(ctx, staff, null);
  return inTransaction(ctx, async (tx) => {
    const reissue = isId(id) ? await tx.findOne(CertificateReissue, { where: { id }, lock: forChange }) : null;
    if (!reissue) throw notFound("reissue");
    if (reissue.endedAt || (reissue.stoppedAt !== null) === stopped)
      throw new DomainError(ErrorCode.NOTHING_CHANGED, "certificates.reissueEnded");
    reissue.stoppedAt = stopped ? ctx.now() : null;
    await tx.update(CertificateReissue, id, { stoppedAt: reissue.stoppedAt });
    await audit(tx, ctx, "certificate.stop-reissue", ["settings", settingsId], { after: { stopped } });
    if (!stopped) await enqueue(tx, "certificates.reissue", { reissueId: id }, Urgency.BULK);
    return reissue;
  });
}

/** So many are done before other jobs have their turn. */
const batchSize = 50;

/** Goes through them, each in a transaction of its own: killed anywhere, it goes on with what waits, and does none twice. */
export const reissueCertificatesJob = defineJob("certificates.reissue", async (ctx, { reissueId }) => {
  for (let done = 0; done < batchSize; done++) if (!(await reissueNext(ctx, reissueId))) return;
  await inTransaction(ctx, (tx) => enqueue(tx, "certificates.reissue", { reissueId }, Urgency.BULK));
});

/** @returns whether there may be another */
async function reissueNext(ctx: Context, reissueId: string): Promise<boolean> {
  let taken: string | undefined;
  try {
    return await inTransaction(ctx, async (tx) => {
      const [reissue] = await tx.query(
        `SELECT mistakes, reason FROM certificate_reissue WHERE id = $1 AND stopped_at IS NULL AND ended_at IS NULL`,
        [reissueId],
      );
      if (!reissue) return false;
      const [item] = await tx.query(
        `SELECT certificate_id AS id FROM certificate_reissue_item WHERE reissue_id = $1 AND outcome IS NULL
         ORDER BY certificate_id LIMIT 1 ${forChangeSql} SKIP LOCKED`,
        [reissueId],
      );
      if (!item) {
        await tx.query(
          `UPDATE certificate_reissue SET ended_at = $2 WHERE id = $1
           AND NOT EXISTS (SELECT FROM certificate_reissue_item i WHERE i.reissue_id = $1 AND i.outcome IS NULL)`,
          [reissueId, ctx.now()],
        );
        return false;
      }
      taken = item.id;
      const [{ mistaken }] = await tx.query(
        `SELECT EXISTS (SELECT FROM certificate c ${Object.values(printedJoins).join(" ")}
           WHERE c.id = $1 AND ${isMistakenSql(reissue.mistakes)}) AS mistaken`,
        [item.id],
      );
      const manner = { anew: true, mayRevoke: false, urgency: Urgency.BULK };
      const done = mistaken && (await correctLocked(tx, ctx, item.id, reissue.reason, manner));
      await note(tx, reissueId, item.id, done ? "DONE" : "PASSED");
      return true;
    });
  } catch (error) {
    if (!(error instanceof UnprintableCertificate) || taken === undefined) throw error;
    // The next one may be printable.
    await note(ctx.db.manager, reissueId, taken, "REFUSED");
    return true;
  }
}

const note = (tx: Pick<Context["db"]["manager"], "query">, reissueId: string, certificateId: string, outcome: string) =>
  tx.query("UPDATE certificate_reissue_item SET outcome = $3 WHERE reissue_id = $1 AND certificate_id = $2", [
    reissueId,
    certificateId,
    outcome,
  ]);

/** The latest reissues, the newest first, with how far they are. */
export async function listReissues(
  ctx: Context,
  { id = null, programId = null }: { id?: string | null; programId?: string | null },
): Promise<ReissueState[]> {
  if ([id, programId].some((each) => each !== null && !isId(each))) return [];
  return ctx.db.manager.query(
    `SELECT r.id, r.account_id AS "accountId", r.program_id AS "programId", r.mistakes, r.reason, r.requested_at AS "requestedAt",
       r.stopped_at AS "stoppedAt", r.ended_at AS "endedAt", i.*
     FROM certificate_reissue r CROSS JOIN LATERAL (SELECT count(*)::int AS total, (count(*) FILTER (WHERE outcome = 'DONE'))::int AS done,
       (count(*) FILTER (WHERE outcome = 'PASSED'))::int AS passed, (count(*) FILTER (WHERE outcome = 'REFUSED'))::int AS refused
       FROM certificate_reissue_item WHERE reissue_id = r.id) i
     WHERE ($1::uuid IS NULL OR r.id = $1) AND ($2::uuid IS NULL OR r.program_id = $2) ORDER BY r.requested_at DESC, r.id DESC LIMIT 20`,
    [id, programId],
  );
}
