import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { makeZip } from "client-zip";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { uploadCheckLockSql } from "../core/locks.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import { filesOfAuditPack } from "./audit-pack.ts";
import { type ExportedFile, filesOfExport } from "./export-files.ts";
import { WholeExport } from "./whole-export.entity.ts";
import "./export-everything.ts";

/** A part of the ZIP as the database keeps it, in bytes. */
const partBytes = 1_048_576;

async function* entries(
  files: AsyncIterable<Pick<ExportedFile, "name"> & { input: unknown }>,
  lastModified: Date,
  count: () => void,
) {
  for await (const { name, input } of files) {
    count();
    yield { name, lastModified, input: input as AsyncIterable<Buffer> };
  }
}

/** The ZIP in parts of one size, of which one is in memory. */
async function* parts(of: Parameters<typeof makeZip>[0]): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const piece of Readable.fromWeb(makeZip(of) as ReadableStream)) {
    waiting.push(piece);
    size += piece.length;
    if (size < partBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

/** Makes the file that an administrator asked for, of everything or of a program; does nothing where it is ready. Begun anew after a crash, since nothing of the first run was committed. */
export const exportEverythingJob = defineJob("moving.export", async (ctx: Context, { exportId }) => {
  const reading = ctx.db.createQueryRunner();
  try {
    await inTransaction(ctx, async (tx) => {
      // Not the row itself: how far it is must be written meanwhile, by another connection.
      await tx.query(`SELECT pg_advisory_xact_lock(${uploadCheckLockSql("$1")})`, [exportId]);
      const wanted = await tx.findOneBy(WholeExport, { id: exportId });
      if (!wanted || wanted.readyAt) return;
      await reading.startTransaction("REPEATABLE READ");
      const { withoutContacts, programId } = wanted;
      let toldAt = 0;
      const tell = async (share: number): Promise<void> => {
        if (share < 1 && performance.now() - toldAt < 500) return;
        toldAt = performance.now();
        await ctx.db.query("UPDATE whole_export SET progress = $2 WHERE id = $1 AND ready_at IS NULL", [
          exportId,
          Math.min(99, Math.round(share * 100)),
        ]);
      };
      let files = 0;
      const made = programId
        ? filesOfAuditPack(ctx, reading, programId, tell)
        : filesOfExport(ctx, reading, { withoutContacts }, tell);
      const counted = entries(made, ctx.now(), () => files++);
      const found: { position: number; byteSize: number } = { position: 0, byteSize: 0 };
      for await (const content of parts(counted)) {
        await tx.query("INSERT INTO whole_export_part (export_id, position, content) VALUES ($1, $2, $3)", [
          exportId,
          found.position++,
          content,
        ]);
        found.byteSize += content.length;
      }
      await tx.update(WholeExport, exportId, {
        readyAt: ctx.now(),
        progress: 100,
        byteSize: String(found.byteSize),
      });
      if (programId) await audit(tx, ctx, "program.pack", ["program", programId], { after: { files } });
      else await audit(tx, ctx, "moving.export", ["settings", settingsId], { after: { files, withoutContacts } });
    });
  } finally {
    // Nothing was written by it.
    if (reading.isTransactionActive) await reading.rollbackTransaction();
    await reading.release();
  }
});
