import { Readable } from "node:stream";
import { makeZip } from "client-zip";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { bundledFileName } from "./bundled-file-name.ts";
import { streamProgramCertificates } from "./program-certificates.queries.ts";

/** A ZIP file in the making, and what to call it. */
export interface CertificateBundle {
  fileName: string;
  zip: Readable;
}

/**
 * Every certificate of a program that holds, as the bytes that were issued, in one ZIP. For staff and
 * the program's provider; each download stands in the audit log, since it is personal data in bulk.
 * @throws NOT_FOUND, the same for a missing program, a foreign one, and one without certificates
 */
export async function bundleCertificates(ctx: Context, programId: string): Promise<CertificateBundle> {
  const [program] = isId(programId)
    ? await ctx.db.query(
        `SELECT p.number, p.provider_id AS "providerId", (SELECT count(*)::int FROM certificate c
           WHERE c.program_id = p.id AND c.status = 'ISSUED') AS certificates
         FROM program p WHERE p.id = $1`,
        [programId],
      )
    : [];
  if (!program || !canViewProgram(ctx.viewer, program)) throw notFound("program");
  if (program.certificates === 0) throw notFound("certificateOfProgram");
  const { number, certificates } = program;
  await audit(ctx.db.manager, ctx, "certificate.bundle", ["program", programId], { after: { number, certificates } });
  return { fileName: `certificates-${number}.zip`, zip: Readable.fromWeb(makeZip(files(ctx, programId)) as never) };
}

async function* files(ctx: Context, programId: string) {
  for await (const { number, recipientName, issuedAt, content } of streamProgramCertificates(ctx, programId))
    yield { name: bundledFileName(number, recipientName), lastModified: issuedAt, input: content };
}
