import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import { attachCredential } from "../../packages/verify/attached-credential.ts";
import type { Context } from "../core/context.ts";
import { groupedCode } from "../core/crockford.ts";
import { storeFile } from "../core/files.ts";
import { fold } from "../core/fold.ts";
import { localDay } from "../core/local-day.ts";
import { log } from "../core/log.ts";
import { say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { LONGEST_TEXT } from "../core/print/printable-text.ts";
import { isTrial } from "../core/rehearsal.ts";
import { fullNameSql } from "../members/full-name.ts";
import { printedLicences } from "../members/licence.queries.ts";
import { policyOn } from "../policies/policy.queries.ts";
import { jointNamesSql } from "../programs/joint-providers.ts";
import type { CertificateContent, CertificateSession } from "./certificate.document.ts";
import { Certificate } from "./certificate.entity.ts";
import { verifyUrl } from "./certificate.mail.ts";
import type { CreditOfKind } from "./certificate-credits.ts";
import { keepCredential, type SignedCredential, signFacts } from "./credentials/issue-credential.ts";
import { readBasis } from "./credit-basis.ts";
import type { PdfMeta } from "./pdf/render-pdf.ts";
import { drawBeside } from "./print-room.ts";
import { printedLogo } from "./printed-logo.ts";
import { requirePrintable, UnprintableCertificate } from "./require-printable.ts";
import { CertificatePart } from "./unmade-certificate.entity.ts";
import { createVerificationCode } from "./verification-code.ts";

/** What a certificate says of its member, its program and its accreditor. */
export interface CertificateSubject {
  memberId: string;
  accountId: string | null;
  /** The member's name as it is printed. */
  recipientName: string;
  memberNumber: string;
  programId: string;
  title: string;
  programNumber: string;
  programType: string;
  providerId: string;
  providerName: string;
  providerNumber: string;
  /** Of several lines; empty: none was given. */
  providerAddress: string;
  /** Names of those who provide it together with the provider. */
  jointProviders: string[];
  format: string;
  place: string;
  startsOn: string;
  endsOn: string;
  creditUnit: string;
  minutesPerUnit: number;
  accreditorName: string;
  memberIdLabel: string;
  signatoryName: string;
  signatoryTitle: string;
  timeZone: string;
  printedLogoFileId: string | null;
  certificatePrefix: string;
  language: Language;
  /** BCP 47 tag of the language of the member's account; null without one. */
  personLanguage: string | null;
}

/** Columns of a CertificateSubject but for the days, over m, p, t, v, o, c and a. */
export const subjectColumns = `m.id AS "memberId", m.account_id AS "accountId", ${fullNameSql("m")} AS "recipientName", m.member_number AS "memberNumber", p.id AS "programId", p.name AS title,
  p.number AS "programNumber", t.name AS "programType", v.id AS "providerId", v.name AS "providerName", v.number AS "providerNumber", v.address AS "providerAddress", ${jointNamesSql("p")} AS "jointProviders",
  o.format, o.place, c.unit AS "creditUnit", c.minutes_per_unit AS "minutesPerUnit",
  a.accreditor_name AS "accreditorName", a.member_id_label AS "memberIdLabel", a.signatory_name AS "signatoryName",
  a.signatory_title AS "signatoryTitle", a.time_zone AS "timeZone", a.printed_logo_file_id AS "printedLogoFileId",
  a.certificate_prefix AS "certificatePrefix", a.language,
  (SELECT x.language FROM account x WHERE x.id = m.account_id) AS "personLanguage"`;

/** What was earned. */
export interface CertificateAward {
  completedOn: string;
  /** Of a conference certificate exactly the sum of its sessions. */
  credits: string;
  sessions?: (CertificateSession & { id: string })[];
  /** Of further kinds of credit; none: of the default one alone. */
  kinds?: CreditOfKind[];
}

/** The columns of a certificate that has been printed, and whose bytes are kept. */
export type PrintedCertificate = Pick<
  Certificate,
  | "id"
  | "number"
  | "verificationCode"
  | "memberId"
  | "programId"
  | "recipientName"
  | "recipientKey"
  | "licences"
  | "title"
  | "providerName"
  | "providerAddress"
  | "jointProviders"
  | "accreditorName"
  | "credits"
  | "creditUnit"
  | "completedOn"
  | "issuedAt"
  | "pdfFileId"
  | "basis"
  | "printed"
> & {
  /** What its PDF carries; null of a sample. */
  credential: SignedCredential | null;
};

/**
 * Gives a certificate its number and code, draws it, signs what it says, and keeps the bytes of both as one file in the transaction. The row comes
 * with `keepCertificate`.
 * @throws UnprintableCertificate, with nothing done
 */
export async function printCertificate(
  tx: EntityManager,
  ctx: Context,
  subject: CertificateSubject,
  { completedOn, credits, sessions, kinds = [] }: CertificateAward,
): Promise<PrintedCertificate> {
  const place = subject.format === "VIRTUAL" ? sentence(say("certificate.online"), subject.language) : subject.place;
  const { recipientName } = subject;
  const providerAddress = await printedAddress(tx, subject, completedOn);
  const licences = await printedLicences(tx, ctx, subject.memberId, completedOn);
  requirePrintable({ ...subject, recipientName, place, sessions, providerAddress, licences, kinds });
  const [{ id, last }] = await tx.query("SELECT uuid_v7() AS id, nextval('certificate_number') AS last");
  const number = `${subject.certificatePrefix}${String(last).padStart(6, "0")}`;
  const verificationCode = createVerificationCode();
  const issuedAt = ctx.now();
  const { memberId, programId, title, creditUnit, providerName, jointProviders, accreditorName, language } = subject;
  const content: CertificateContent = {
    logo: await printedLogo(tx, subject.printedLogoFileId),
    accreditorName,
    certificateNumber: number,
    verificationCode: groupedCode(verificationCode),
    verifyUrl: verifyUrl(ctx, verificationCode),
    recipientName,
    memberIdLabel: subject.memberIdLabel,
    memberNumber: subject.memberNumber,
    licences,
    title,
    programNumber: subject.programNumber,
    programType: subject.programType,
    providerName,
    providerNumber: subject.providerNumber,
    providerAddress,
    jointProviders,
    place,
    startsOn: subject.startsOn,
    endsOn: subject.endsOn,
    completedOn,
    credits,
    creditUnit,
    creditRule: sentence(say("certificate.rule", { unit: creditUnit, minutes: subject.minutesPerUnit }), language),
    signatoryName: subject.signatoryName,
    signatoryTitle: subject.signatoryTitle,
    issuedOn: localDay(issuedAt, subject.timeZone),
    language,
    sample: isTrial(ctx.config) && (ctx.config.rehearsal ? "REHEARSAL" : "SANDBOX"),
    sessions,
    kinds,
  };
  const [basis = null] = await readBasis(tx, [
    {
      programId,
      credits,
      creditUnit,
      sessions: sessions?.map((line) => ({ ...line, instructs: line.instructs ?? false })) ?? null,
      kinds,
    },
  ]);
  const pages = await draw(ctx, content, {
    title: sentence(say("certificate.title", { number, title }), language),
    author: accreditorName,
    language,
    personLanguage: subject.personLanguage ?? undefined,
    createdAt: issuedAt,
  });
  const credential = isTrial(ctx.config)
    ? null
    : await signFacts(tx, ctx, {
        ...subject,
        certificateId: id,
        number,
        verificationCode,
        issuedAt,
        completedOn,
        beganOn: (sessions ?? []).reduce(
          (first, { attendedOn }) => (attendedOn < first ? attendedOn : first),
          completedOn,
        ),
        credits,
        kinds,
        pagesHash: createHash("sha256").update(pages).digest(),
      });
  const pdf = credential ? Buffer.from(attachCredential(pages, credential.document)) : pages;
  return {
    id,
    credential,
    number,
    verificationCode,
    memberId,
    programId,
    recipientName,
    recipientKey: fold(recipientName),
    licences,
    title,
    providerName,
    providerAddress,
    jointProviders,
    accreditorName,
    credits,
    creditUnit,
    completedOn,
    issuedAt,
    pdfFileId: await storeFile(tx, ctx, "application/pdf", pdf),
    basis,
    printed: {
      place,
      startsOn: subject.startsOn,
      endsOn: subject.endsOn,
      programType: subject.programType,
      programNumber: subject.programNumber,
      providerNumber: subject.providerNumber,
      signatoryName: subject.signatoryName,
      signatoryTitle: subject.signatoryTitle,
      logo: subject.printedLogoFileId,
    },
  };
}

/** Keeps the row of a certificate that was printed in this transaction, and its credential. */
export async function keepCertificate(
  tx: EntityManager,
  { credential, ...printed }: PrintedCertificate,
  more: Pick<Certificate, "attendanceRecordId"> & Partial<Pick<Certificate, "issueReason">>,
): Promise<Certificate> {
  const certificate = tx.create(Certificate, { ...printed, ...more });
  await tx.insert(Certificate, certificate);
  if (credential) await keepCredential(tx, certificate.id, credential);
  return certificate;
}

/** The provider's postal address in one line, where certificates of that day print it; else empty. */
async function printedAddress(
  tx: EntityManager,
  { providerAddress }: CertificateSubject,
  completedOn: string,
): Promise<string> {
  const lines = providerAddress
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0 || !(await policyOn(tx, "PROVIDER_ADDRESS", completedOn))) return "";
  const apart = lines.map((line, at) => (at < lines.length - 1 && !line.endsWith(",") ? `${line},` : line)).join(" ");
  return apart.length <= LONGEST_TEXT ? apart : lines.join(" ");
}

/** The page. What can't be drawn now can't be later either, so it is no fault that a job tries again. */
async function draw(ctx: Context, content: CertificateContent, meta: PdfMeta): Promise<Buffer> {
  try {
    return await drawBeside(ctx, { certificate: content, meta });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    log.error({ err: error, certificate: content.certificateNumber }, "A certificate could not be drawn.");
    throw new UnprintableCertificate(CertificatePart.DOCUMENT);
  }
}
