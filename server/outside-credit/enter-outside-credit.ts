import { Decimal } from "decimal.js";
import { fileTypeFromBuffer } from "file-type";
import type { EntityManager } from "typeorm";
import { readProofBeside } from "../certificates/print-room.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { storeFile } from "../core/files.ts";
import { localDay } from "../core/local-day.ts";
import { assertMay, holdsCredit } from "../core/policy.ts";
import { unprintable } from "../core/print/printable-text.ts";
import { enforceLimits } from "../core/rate-limits.ts";
import { readUpload } from "../core/read-upload.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { lockMember } from "../members/correct-member.ts";
import { CreditKind } from "../policies/credit-kind.entity.ts";
import { furtherKinds } from "../policies/credit-kind.queries.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { lockOutsideCredit } from "./move-outside-credit.ts";
import { OutsideCredit } from "./outside-credit.entity.ts";
import { kibibytesOfProofByMember, outsideCreditsByMember } from "./outside-credit.limits.ts";
import type { OutsideCreditInput } from "./outside-credit.object.ts";
import { isSameCreditSql, type OutsideCreditRow, readOutsideCredit } from "./outside-credit.queries.ts";
import { OutsideCreditStatus } from "./outside-credit.status.ts";

/** Largest proof, in bytes. */
const maximumBytes = 10 * 1024 * 1024;
/** Most pages of one. */
const maximumPages = 50;
/** Told by their content. */
const proofTypes = ["application/pdf", "image/png", "image/jpeg"];

interface Proof {
  mediaType: string;
  content: Buffer;
}

/**
 * A member enters credit that was earned elsewhere, with what shows it. It counts once staff have accepted it.
 * @throws NOT_FOUND without a member; BAD_INPUT for a day to come, amounts of nothing or of more than there is, text that cannot be printed, and a
 *   file that is no PDF or picture, or cannot be read; ALREADY_RECORDED for what was entered already; FILE_TOO_LARGE, TOO_MANY_REQUESTS, UNAVAILABLE
 */
export async function enterOutsideCredit(
  ctx: Context,
  input: OutsideCreditInput,
  file: UploadedFile,
): Promise<OutsideCreditRow> {
  assertMay(ctx, holdsCredit, null);
  const memberId = ctx.viewer.memberId!;
  await assertInput(ctx, input);
  const proof = await readProof(ctx, memberId, file);
  const id = await inTransaction(ctx, async (tx) => {
    await lockMember(tx, memberId);
    const values = await valuesOf(tx, input);
    const proofFileId = await storeFile(tx, ctx, proof.mediaType, proof.content);
    const made = await tx.save(
      tx.create(OutsideCredit, {
        ...values,
        memberId,
        proofFileId,
        version: 1,
        status: OutsideCreditStatus.SUBMITTED,
        createdAt: ctx.now(),
      }),
    );
    await assertNew(tx, made.id);
    await audit(tx, ctx, "member.enter-credit", ["member", memberId], { after: { creditId: made.id, ...values } });
    return made.id;
  });
  return readOutsideCredit(ctx, id);
}

/**
 * A member changes what has not been decided.
 * @param file another proof; null: the old one
 * @throws NOT_FOUND, also for another's; STALE_VERSION; ILLEGAL_TRANSITION where it was decided or withdrawn; else as for a new one
 */
export async function changeOutsideCredit(
  ctx: Context,
  id: string,
  version: number,
  input: OutsideCreditInput,
  file: UploadedFile | null,
): Promise<OutsideCreditRow> {
  assertMay(ctx, holdsCredit, null);
  const memberId = ctx.viewer.memberId!;
  await assertInput(ctx, input);
  const proof = file && (await readProof(ctx, memberId, file));
  if (!proof) await enforceLimits(ctx, [{ limit: outsideCreditsByMember, who: memberId, count: 1 }]);
  await inTransaction(ctx, async (tx) => {
    const credit = await lockOutsideCredit(tx, id, version, memberId);
    if (credit.status !== OutsideCreditStatus.SUBMITTED)
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "outsideCredit.decided", { status: credit.status });
    const values = await valuesOf(tx, input);
    const proofFileId = proof ? await storeFile(tx, ctx, proof.mediaType, proof.content) : credit.proofFileId;
    await tx.update(OutsideCredit, id, { ...values, proofFileId, version: credit.version + 1 });
    if (proof) await tx.query("DELETE FROM stored_file WHERE id = $1", [credit.proofFileId]);
    await assertNew(tx, id);
    await audit(tx, ctx, "member.change-credit", ["member", memberId], {
      before: { creditId: id, ...saidOf(credit) },
      after: { creditId: id, ...values, ...(proof && { proofFileId }) },
    });
  });
  return readOutsideCredit(ctx, id);
}

type Said = Pick<
  OutsideCredit,
  "title" | "issuer" | "number" | "format" | "startsOn" | "completedOn" | "credits" | "creditUnit" | "kindCredits"
>;

const saidOf = (credit: OutsideCredit): Said => ({
  title: credit.title,
  issuer: credit.issuer,
  number: credit.number,
  format: credit.format,
  startsOn: credit.startsOn,
  completedOn: credit.completedOn,
  credits: credit.credits,
  creditUnit: credit.creditUnit,
  kindCredits: credit.kindCredits,
});

async function assertInput(ctx: Context, input: OutsideCreditInput): Promise<void> {
  const { timeZone } = await loadSettings(ctx.db.manager);
  if (input.completedOn > localDay(ctx.now(), timeZone))
    throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.notYet", { field: "input.completedOn" });
  if (input.startsOn && input.startsOn > input.completedOn)
    throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.beginsLater", { field: "input.startsOn" });
  if (new Decimal(input.credits).isZero())
    throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.overZero", { field: "input.credits" });
  for (const [at, { credits }] of (input.kinds ?? []).entries())
    if (new Decimal(credits).isZero())
      throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.overZero", { field: `input.kinds.${at}.credits` });
  for (const field of ["title", "issuer", "number", "creditUnit"] as const)
    if (unprintable(input[field] ?? "") !== undefined)
      throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.notPrintable", { field: `input.${field}` });
}

/** What is kept of an input. */
async function valuesOf(tx: EntityManager, input: OutsideCreditInput): Promise<Said> {
  const given = input.kinds ?? [];
  const kinds = await furtherKinds(
    tx,
    given.map(({ kind }) => kind),
    "input.kinds",
  );
  const ofAll = await tx.findOneByOrFail(CreditKind, { isDefault: true });
  const amounts = new Map(kinds.map(({ id }, at) => [id, given[at]!.credits]));
  for (const [at, { name, partOfId }] of kinds.entries()) {
    const whole = partOfId === null ? undefined : partOfId === ofAll.id ? input.credits : amounts.get(partOfId);
    if (whole !== undefined && new Decimal(given[at]!.credits).greaterThan(whole))
      throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.partOverWhole", {
        field: `input.kinds.${at}.credits`,
        kind: name,
        whole,
      });
  }
  return {
    title: input.title.trim(),
    issuer: input.issuer.trim(),
    number: input.number?.trim() || null,
    format: input.format ?? null,
    startsOn: input.startsOn && input.startsOn !== input.completedOn ? input.startsOn : null,
    completedOn: input.completedOn,
    credits: input.credits,
    creditUnit: input.creditUnit.trim(),
    kindCredits: Object.fromEntries(amounts),
  };
}

/** Takes a proof in. What cannot be read now could not be bound into a proof pack either. */
async function readProof(ctx: Context, memberId: string, file: UploadedFile): Promise<Proof> {
  const content = await readUpload(file, maximumBytes);
  const type = await fileTypeFromBuffer(content);
  if (!type || !proofTypes.includes(type.mime))
    throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.badProof", { field: "file" });
  await enforceLimits(ctx, [
    { limit: outsideCreditsByMember, who: memberId, count: 1 },
    { limit: kibibytesOfProofByMember, who: memberId, count: Math.max(1, Math.ceil(content.byteLength / 1024)) },
  ]);
  const pages = await readProofBeside({ mediaType: type.mime, bytes: content });
  if (pages === null || pages === 0)
    throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.unreadable", { field: "file" });
  if (pages > maximumPages)
    throw new DomainError(ErrorCode.BAD_INPUT, "outsideCredit.tooManyPages", { field: "file", maximumPages });
  return { mediaType: type.mime, content };
}

/** The member is locked, so that the same is not entered twice at once. */
async function assertNew(tx: EntityManager, id: string): Promise<void> {
  const [{ isThere }] = await tx.query(
    `SELECT EXISTS (SELECT FROM outside_credit a JOIN outside_credit b ON b.member_id = a.member_id AND b.id <> a.id
       WHERE a.id = $1 AND b.status IN ('SUBMITTED', 'ACCEPTED') AND ${isSameCreditSql("a", "b")}) AS "isThere"`,
    [id],
  );
  if (isThere) throw new DomainError(ErrorCode.ALREADY_RECORDED, "outsideCredit.twice");
}
