import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { canViewCertificate } from "./certificate.policy.ts";
import type { CertificateRow } from "./certificate.queries.ts";
import { keyInForce } from "./credentials/signing-keys.ts";

/** For how long a link may lead to a certificate: a day. */
const mostMinutes = 1_440;

/** SQL of whether links lead to certificate `c`: nobody hands out what was taken back, or whose member was erased. */
const linkableSql = `c.status <> 'REVOKED'
  AND NOT EXISTS (SELECT FROM member m WHERE m.id = c.member_id AND m.erased_at IS NOT NULL)`;

const isLinkable = defineLoader<string, boolean>(async (ctx, ids) => {
  const rows: { id: string }[] = await ctx.db.query(
    `SELECT c.id FROM certificate c WHERE c.id = ANY($1::uuid[]) AND ${linkableSql}`,
    [ids],
  );
  const linkable = new Set(rows.map(({ id }) => id));
  return ids.map((id) => linkable.has(id));
});

/**
 * What links are signed with: made of the installation's key that signs credentials, and of no use for anything else. With another key the
 * links of the one before end.
 */
const linkKey = defineLoader<"links", Buffer>(async (ctx, keys) => {
  const { privateKey } = await keyInForce(ctx.db.manager, ctx);
  const secret = Buffer.from(privateKey.export({ format: "jwk" }).d ?? "", "base64url");
  const key = Buffer.from(hkdfSync("sha256", secret, "", "certificate links", 32));
  return keys.map(() => key);
});

async function signatureOf(ctx: Context, id: string, until: number): Promise<Buffer> {
  const key = await linkKey(ctx, "links");
  return createHmac("sha256", key).update(`${id} ${until}`).digest();
}

/**
 * An address of a certificate's PDF for whoever has it; null where the certificate is revoked, its member erased, or it is not the viewer's to
 * see.
 * @throws BAD_INPUT where it is to hold for less than a minute or more than a day
 */
export async function certificateLink(
  ctx: Context,
  certificate: CertificateRow,
  minutes: number,
): Promise<string | null> {
  if (minutes < 1 || minutes > mostMinutes)
    throw new DomainError(ErrorCode.BAD_INPUT, "certificates.linkMinutes", { field: "minutes", most: mostMinutes });
  const { id } = certificate;
  if (!canViewCertificate(ctx.viewer, certificate) || !(await isLinkable(ctx, id))) return null;
  const until = Math.floor(ctx.now().getTime() / 1_000) + minutes * 60;
  const signature = (await signatureOf(ctx, id, until)).toString("base64url");
  return `${ctx.config.publicUrl}/certificates/${id}/linked.pdf?until=${until}&signature=${signature}`;
}

const linkEnded = () => new DomainError(ErrorCode.NOT_FOUND, "certificates.linkEnded");

/**
 * What such an address leads to, for whoever has it.
 * @throws NOT_FOUND where it was changed, has run out, or leads nowhere any more
 */
export async function readLinkedPdf(
  ctx: Context,
  id: string,
  { until, signature }: { until: unknown; signature: unknown },
): Promise<{ number: string; content: Buffer; secondsLeft: number }> {
  if (!isId(id) || typeof until !== "string" || !/^\d{1,12}$/.test(until) || typeof signature !== "string")
    throw linkEnded();
  const given = Buffer.from(signature, "base64url");
  const right = await signatureOf(ctx, id, Number(until));
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw linkEnded();
  const secondsLeft = Math.floor(Number(until) - ctx.now().getTime() / 1_000);
  if (secondsLeft <= 0) throw linkEnded();
  const [row] = await ctx.db.query(
    `SELECT c.number, ${keptBytesSql("f")} FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id
     WHERE c.id = $1 AND ${linkableSql}`,
    [id],
  );
  if (!row) throw linkEnded();
  return { number: row.number, content: await bytesOf(ctx, row), secondsLeft };
}
