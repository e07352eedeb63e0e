import { randomInt } from "node:crypto";
import { SignJWT } from "jose";
import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { forChangeSql } from "../../core/locks.ts";
import { queryPrepared } from "../../core/prepared.ts";
import { findCertificate } from "../certificate.queries.ts";
import { CertificateCredential, statusListLength } from "./certificate-credential.entity.ts";
import { signCredential } from "./data-integrity.ts";
import { issuerOf } from "./issuer.ts";
import { type CredentialFacts, openBadge, type StatusPlace } from "./open-badge.ts";
import { keyInForce, type OpenedKey } from "./signing-keys.ts";

/** A certificate as a credential: signed once, and the same bytes ever after. */
export type Credential = Pick<CertificateCredential, "document" | "token"> & { number: string };

/** A certificate's credential, for who may see the certificate; null where there is none such. Samples have none. */
export async function readCredential(ctx: Context, id: string): Promise<Credential | null> {
  const certificate = await findCertificate(ctx, id);
  if (!certificate) return null;
  if (ctx.config.sandbox) throw new DomainError(ErrorCode.NOT_FOUND, "apiKeys.notInSandbox", { reason: "SANDBOX" });
  if (ctx.config.rehearsal) throw new DomainError(ErrorCode.NOT_FOUND, "certificates.notInRehearsal");
  const made = await ctx.db.manager.findOneBy(CertificateCredential, { certificateId: id });
  const { document, token } = made ?? (await inTransaction(ctx, (tx) => makeCredential(tx, ctx, id)));
  return { document, token, number: certificate.number };
}

/** What was signed of a certificate. */
export type SignedCredential = Omit<CertificateCredential, "certificate" | "certificateId" | "signingKey">;

/**
 * Signs what a certificate says, and takes its place in the public lists. The certificate's row may come later in the transaction, and with it
 * `keepCredential`.
 */
export async function signFacts(tx: EntityManager, ctx: Context, facts: CredentialFacts): Promise<SignedCredential> {
  const place = await takePlace(tx, facts.certificateId);
  const key = await keyInForce(tx, ctx);
  const { publicUrl } = ctx.config;
  const claims = openBadge(facts, place, { issuer: issuerOf(publicUrl), publicUrl });
  const madeAt = ctx.now();
  const document = JSON.stringify(await signCredential(claims, key, madeAt));
  return { signingKeyId: key.id, document, token: await signToken(claims, key), madeAt };
}

/** Keeps what was signed beside its certificate. */
export async function keepCredential(
  tx: EntityManager,
  certificateId: string,
  signed: SignedCredential,
): Promise<void> {
  const { signingKeyId, document, token, madeAt } = signed;
  await queryPrepared(
    tx,
    `INSERT INTO certificate_credential (certificate_id, signing_key_id, document, token, made_at) VALUES ($1, $2, $3, $4, $5)`,
    [certificateId, signingKeyId, document, token, madeAt],
  );
}

/** Of a certificate that was issued before certificates carried their credentials. */
async function makeCredential(tx: EntityManager, ctx: Context, id: string): Promise<SignedCredential> {
  // Whoever asks at the same moment waits here, and finds it made; whoever ends the certificate waits too, or was first.
  await tx.query(`SELECT 1 FROM certificate WHERE id = $1 ${forChangeSql}`, [id]);
  const made = await tx.findOneBy(CertificateCredential, { certificateId: id });
  if (made) return made;
  const signed = await signFacts(tx, ctx, await readFacts(tx, id));
  await keepCredential(tx, id, signed);
  return signed;
}

/** The claims as a JSON Web Token, with those that Open Badges asks for beside them. */
export const signToken = (claims: JsonDocument, { address, privateKey }: OpenedKey): Promise<string> =>
  new SignJWT({
    ...claims,
    iss: (claims.issuer as { id: string }).id,
    jti: claims.id as string,
    nbf: Math.floor(Date.parse(claims.validFrom as string) / 1000),
  })
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT", kid: address })
    .sign(privateKey);

export async function readFacts(tx: EntityManager, id: string): Promise<CredentialFacts> {
  const [facts] = await tx.query(
    `SELECT c.id AS "certificateId", c.number, c.verification_code AS "verificationCode", c.issued_at AS "issuedAt", c.recipient_name AS "recipientName",
       m.member_number AS "memberNumber", c.title, c.program_id AS "programId", p.number AS "programNumber",
       p.provider_id AS "providerId", c.provider_name AS "providerName", c.accreditor_name AS "accreditorName",
       c.credits, c.credit_unit AS "creditUnit", c.completed_on AS "completedOn",
       coalesce((SELECT min(l.attended_on) FROM certificate_line l WHERE l.certificate_id = c.id), c.completed_on) AS "beganOn",
       (SELECT coalesce(json_agg(json_build_object('kindId', x.kind_id, 'name', x.name, 'unit', x.unit, 'credits', x.credits::text)
          ORDER BY x.position), '[]')
        FROM certificate_credit x WHERE x.certificate_id = c.id) AS kinds,
       a.time_zone AS "timeZone", a.language, f.sha256 AS "pagesHash"
     FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id JOIN member m ON m.id = c.member_id JOIN program p ON p.id = c.program_id
     CROSS JOIN accreditor_settings a WHERE c.id = $1`,
    [id],
  );
  return facts;
}

/** A list is full when half of it is: the next place is then found at the first or second try. */
const mostInList = statusListLength / 2;

/**
 * Draws a free place for a certificate. Its marks are those of the certificate, which stays as it is until this is over; of one that is yet to
 * come in this transaction, that it holds. Lists are counted only where a draw meets a place that is taken, which few do.
 */
async function takePlace(tx: EntityManager, certificateId: string): Promise<StatusPlace> {
  for (let begun = 0; ; ) {
    const position = randomInt(statusListLength);
    const [taken] = await queryPrepared<{ list: number }>(
      tx,
      `INSERT INTO credential_status (list, position, certificate_id, ended, superseded)
       SELECT greatest((SELECT max(list) FROM credential_status), $1, 1), $2, n.id, coalesce(c.status <> 'ISSUED', false),
         coalesce(c.superseded_by_id IS NOT NULL OR c.status = 'SUPERSEDED', false)
       FROM (SELECT $3::uuid AS id) n LEFT JOIN certificate c ON c.id = n.id
       ON CONFLICT (list, position) DO NOTHING RETURNING list`,
      [begun, position, certificateId],
    );
    if (taken) return { list: taken.list, position };
    const [{ next }] = await tx.query(
      `SELECT CASE WHEN count(*) >= $1 THEN max(list) + 1 ELSE max(list) END AS next FROM credential_status
       WHERE list = (SELECT max(list) FROM credential_status)`,
      [mostInList],
    );
    begun = next;
  }
}
