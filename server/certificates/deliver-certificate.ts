import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { storeFile } from "../core/files.ts";
import { forChange } from "../core/locks.ts";
import { Certificate } from "./certificate.entity.ts";
import { mailCertificate } from "./certificate.mail.ts";
import { CertificateStatus } from "./certificate.status.ts";
import { printTranscript } from "./print-transcript.ts";
import { longestTranscript } from "./transcript.document.ts";
import { newestThatFits, readTranscript } from "./transcript.queries.ts";

/**
 * Makes the transcript that goes with a conference certificate, keeps it, and mails both to the primary and every other
 * verified address. A transcript that is too long for one document begins later, and says so: the certificate comes in any
 * case. Does nothing the second time, and nothing for a certificate that does not hold any more.
 */
export async function deliverCertificate(ctx: Context, certificateId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const certificate = await tx.findOne(Certificate, {
      where: { id: certificateId },
      lock: forChange,
    });
    if (certificate?.status !== CertificateStatus.ISSUED || certificate.transcriptFileId !== null) return;
    const { memberId } = certificate;
    const pdf = await printTranscript(
      tx,
      ctx,
      newestThatFits(await readTranscript(tx, ctx, memberId), longestTranscript),
    );
    certificate.transcriptFileId = await storeFile(tx, ctx, "application/pdf", pdf);
    await tx.update(Certificate, certificateId, { transcriptFileId: certificate.transcriptFileId });
    const [member] = await tx.query('SELECT account_id AS "accountId" FROM member WHERE id = $1', [memberId]);
    const { accountId } = member;
    const [replaced] = await tx.query(
      "SELECT number FROM certificate WHERE superseded_by_id = $1 ORDER BY number DESC",
      [certificateId],
    );
    for (const address of accountId ? await verifiedAddresses(tx, accountId) : [])
      await mailCertificate(
        tx,
        ctx,
        certificate,
        { accountId, address },
        "issued",
        certificate.issueReason ? replaced?.number : undefined,
      );
  });
}
