import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { storeFile } from "../core/files.ts";
import { certificateDocument } from "./certificate.document.ts";
import { Certificate } from "./certificate.entity.ts";
import { mailCertificate, verifyUrl } from "./certificate.mail.ts";
import { renderPdf } from "./pdf/render-pdf.ts";
import { createVerificationCode, groupedCode } from "./verification-code.ts";

/**
 * Issues the certificate of one attendance record and mails it to the member's primary address. Does nothing where there is one
 * already. Two at once wait for each other on the record's row.
 */
export async function issueCertificate(ctx: Context, recordId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const facts = await lockRecord(tx, recordId);
    if (!facts) return;
    const [{ number }] = await tx.query("SELECT nextval('certificate_number') AS number");
    const certificateNumber = `C${String(number).padStart(6, "0")}`;
    const verificationCode = createVerificationCode();
    const issuedAt = ctx.now();
    const recipientName = `${facts.firstName} ${facts.lastName}`.trim();
    const pdf = await renderPdf(
      certificateDocument({
        accreditorName: facts.accreditorName,
        certificateNumber,
        verificationCode: groupedCode(verificationCode),
        verifyUrl: verifyUrl(ctx, verificationCode),
        recipientName,
        memberIdLabel: facts.memberIdLabel,
        memberNumber: facts.memberNumber,
        title: facts.title,
        programNumber: facts.programNumber,
        programType: facts.programType,
        providerName: facts.providerName,
        providerNumber: facts.providerNumber,
        place: facts.format === "VIRTUAL" ? "Online" : facts.place,
        startsOn: facts.startsOn,
        endsOn: facts.endsOn,
        completedOn: facts.completedOn,
        credits: facts.credits,
        creditUnit: facts.creditUnit,
        creditRule: `1 ${facts.creditUnit} = ${facts.minutesPerUnit} minutes`,
        signatoryName: facts.signatoryName,
        signatoryTitle: facts.signatoryTitle,
        issuedOn: DateTime.fromJSDate(issuedAt, { zone: facts.timeZone }).toISODate() ?? "",
        language: "en",
      }),
      {
        title: `Certificate ${certificateNumber}: ${facts.title}`,
        author: facts.accreditorName,
        language: "en",
        createdAt: issuedAt,
      },
    );
    const certificate = await tx.save(
      tx.create(Certificate, {
        number: certificateNumber,
        verificationCode,
        memberId: facts.memberId,
        programId: facts.programId,
        attendanceRecordId: recordId,
        recipientName,
        title: facts.title,
        credits: facts.credits,
        creditUnit: facts.creditUnit,
        completedOn: facts.completedOn,
        issuedAt,
        pdfFileId: await storeFile(tx, ctx, "application/pdf", pdf),
      }),
    );
    await audit(tx, ctx, "certificate.issue", ["certificate", certificate.id], {
      after: {
        number: certificateNumber,
        memberId: facts.memberId,
        programId: facts.programId,
        credits: facts.credits,
      },
    });
    const [primary] = facts.accountId ? await verifiedAddresses(tx, facts.accountId) : [];
    if (primary && facts.accountId)
      await mailCertificate(tx, ctx, certificate, { accountId: facts.accountId, address: primary }, "issued");
  });
}

interface RecordFacts {
  memberId: string;
  accountId: string | null;
  firstName: string;
  lastName: string;
  memberNumber: string;
  programId: string;
  title: string;
  programNumber: string;
  programType: string;
  providerName: string;
  providerNumber: string;
  format: string;
  place: string;
  startsOn: string;
  endsOn: string;
  completedOn: string;
  credits: string;
  creditUnit: string;
  minutesPerUnit: number;
  accreditorName: string;
  memberIdLabel: string;
  signatoryName: string;
  signatoryTitle: string;
  timeZone: string;
}

/** All that the certificate says, with the record locked; null where there is no such record, or it has a certificate. */
async function lockRecord(tx: EntityManager, recordId: string): Promise<RecordFacts | null> {
  // The lock comes in a statement of its own: the next one then sees what the one who held it has committed.
  await tx.query("SELECT 1 FROM attendance_record WHERE id = $1 FOR NO KEY UPDATE", [recordId]);
  const [facts] = await tx.query(
    `SELECT r.member_id AS "memberId", m.account_id AS "accountId", m.first_name AS "firstName",
       m.last_name AS "lastName", m.member_number AS "memberNumber", p.id AS "programId", p.name AS title,
       p.number AS "programNumber", t.name AS "programType", v.name AS "providerName", v.number AS "providerNumber",
       o.format, o.place, o.starts_on AS "startsOn", o.ends_on AS "endsOn", r.completed_on AS "completedOn", r.credits,
       c.unit AS "creditUnit", c.minutes_per_unit AS "minutesPerUnit", a.accreditor_name AS "accreditorName",
       a.member_id_label AS "memberIdLabel", a.signatory_name AS "signatoryName", a.signatory_title AS "signatoryTitle",
       a.time_zone AS "timeZone"
     FROM attendance_record r JOIN member m ON m.id = r.member_id JOIN program p ON p.id = r.program_id
     JOIN program_type t ON t.id = p.type_id JOIN provider v ON v.id = p.provider_id
     JOIN offering o ON o.id = r.offering_id JOIN credit_rule c ON c.id = p.credit_rule_id
     CROSS JOIN accreditor_settings a
     WHERE r.id = $1 AND NOT EXISTS (SELECT 1 FROM certificate x WHERE x.attendance_record_id = r.id)`,
    [recordId],
  );
  return facts ?? null;
}
