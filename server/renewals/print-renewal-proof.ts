import { verifyUrl } from "../certificates/certificate.mail.ts";
import type { BoundPdf } from "../certificates/pdf/bind-pdfs.ts";
import type { ForeignProof } from "../certificates/pdf/read-proof.ts";
import { drawBeside } from "../certificates/print-room.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { bytesOf, type KeptBytes, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { creditKindById } from "../policies/credit-kind.queries.ts";
import { loadSettings } from "../policies/load-settings.ts";
import type { Renewal } from "./renewal.queries.ts";

/** Certificates of one proof pack. Each has some 60 KB, and all of them are in memory while it is bound. */
export const longestProofPack = 300;

/** What a board is shown: what brings something to the whole, or to a kind that it limits. */
export function provedLines({ lines, parts }: Renewal): Renewal["lines"] {
  const limited = new Set(parts.map(({ kindId }) => kindId));
  return lines.filter(
    ({ counted, line }) => Number(counted) > 0 || line.kinds.some(({ kindId }) => limited.has(kindId)),
  );
}

/** Where each certificate of the lines can be verified, by its number. Those that were issued elsewhere are not among them. */
export async function verifyUrls(ctx: Context, renewal: Renewal): Promise<Map<string, string>> {
  const rows: { number: string; code: string }[] = await ctx.db.query(
    `SELECT number, verification_code AS code FROM certificate
     WHERE member_id = $1 AND number = ANY($2::text[]) AND status = 'ISSUED'`,
    [renewal.memberId, numbersOf(renewal)],
  );
  return new Map(rows.map(({ number, code }) => [number, verifyUrl(ctx, code)]));
}

/** So many files are fetched at once where they stand outside of the database. */
const fetchedAtOnce = 8;

/**
 * What proves a renewal's credit, as one PDF: an index, and each certificate behind it as it was issued, oldest first.
 * @throws BAD_INPUT where they are more than one file holds
 * @throws what `drawBeside` throws
 */
export async function printRenewalProof(ctx: Context, renewal: Renewal): Promise<Buffer> {
  const numbers = numbersOf(renewal);
  const outside = provedLines(renewal).flatMap(({ line: { outsideCreditId } }) => outsideCreditId ?? []);
  if (numbers.length + outside.length > longestProofPack)
    throw new DomainError(ErrorCode.BAD_INPUT, "renewals.tooManyToBind", {
      field: "on",
      count: numbers.length + outside.length,
      most: longestProofPack,
    });
  const { accreditorName, memberIdLabel, language } = await loadSettings(ctx.db.manager);
  const { requirement, memberNumber, memberName, licences, from, to, on } = renewal;
  const certificates = await readBytes<BoundPdf>(
    ctx,
    `SELECT c.number AS key, c.number AS title, ${keptBytesSql("f")} FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id
     WHERE c.member_id = $1 AND c.number = ANY($2::text[]) AND c.status = 'ISSUED' ORDER BY array_position($2::text[], c.number)`,
    [renewal.memberId, numbers],
  );
  const proofs = await readBytes<ForeignProof & { key: string; title: string }>(
    ctx,
    `SELECT o.id AS key, o.title, f.media_type AS "mediaType", ${keptBytesSql("f")} FROM outside_credit o JOIN stored_file f ON f.id = o.proof_file_id
     WHERE o.member_id = $1 AND o.id = ANY($2::uuid[]) AND o.status = 'ACCEPTED' ORDER BY array_position($2::uuid[], o.id)`,
    [renewal.memberId, outside],
  );
  const parts = await Promise.all(
    renewal.parts.map(async ({ kindId, ...part }) => {
      const kind = kindId === null ? null : await creditKindById(ctx, kindId);
      return { ...part, name: kind?.name ?? null, unit: kind?.unit ?? requirement.creditUnit };
    }),
  );
  const title = sentence(say("proofPack.documentTitle", { name: memberName }), language);
  return drawBeside(ctx, {
    proofPack: {
      language,
      accreditorName,
      memberIdLabel,
      memberNumber,
      memberName,
      licences,
      requirement: requirement.name,
      body: requirement.body,
      creditUnit: requirement.creditUnit,
      from,
      to,
      on,
      parts,
      lines: provedLines(renewal).map(({ line, counted }) => ({ ...line, counted })),
      verifyUrl: `${ctx.config.publicUrl}/verify`,
    },
    certificates,
    proofs,
    meta: {
      title,
      author: accreditorName,
      language,
      createdAt: ctx.now(),
    },
  });
}

/** Rows with their bytes, wherever these are. */
async function readBytes<Row extends { bytes: Uint8Array }>(
  ctx: Context,
  sql: string,
  values: unknown[],
): Promise<Row[]> {
  const found: (KeptBytes & Omit<Row, "bytes">)[] = await ctx.db.query(sql, values);
  const rows: Row[] = [];
  while (found.length > 0)
    rows.push(
      ...(await Promise.all(
        found
          .splice(0, fetchedAtOnce)
          .map(
            async ({ content, away, ...row }) =>
              ({ ...row, bytes: await bytesOf(ctx, { content, away }) }) as unknown as Row,
          ),
      )),
    );
  return rows;
}

/** The certificates of here that are named, each once, in the order of the lines. */
const numbersOf = (renewal: Renewal): string[] => [
  ...new Set(
    provedLines(renewal).flatMap(({ line: { certificateNumber, issuedElsewhereBy } }) =>
      issuedElsewhereBy === null ? (certificateNumber ?? []) : [],
    ),
  ),
];
