import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { advisoryLocks } from "../../core/locks.ts";
import { settingsId } from "../../policies/settings-page.object.ts";
import { beginLog } from "./append-log.ts";
import { CertificateLog } from "./certificate-log.entity.ts";

/**
 * Ends the log and begins another, with all that has happened to certificates in it once more: what is left after a backup was restored that
 * knows less than was published. Whoever follows the old log sees that it ended.
 * @returns the new log's origin; null where there is no log yet
 */
export const beginLogAnew = (ctx: Context): Promise<string | null> =>
  inTransaction(ctx, async (tx) => {
    await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.certificateLog]);
    const [open] = await tx.find(CertificateLog, { order: { number: "DESC" }, take: 1 });
    if (!open) return null;
    await tx.update(CertificateLog, { number: open.number }, { endedAt: ctx.now() });
    const next = await beginLog(tx, ctx, open.number + 1);
    // What waits goes into the new one by itself.
    await tx.query(
      `INSERT INTO certificate_log_entry (certificate_id, event, number, at, sha256)
       SELECT certificate_id, event, number, at, sha256 FROM certificate_log_entry WHERE log = $1 ORDER BY position`,
      [open.number],
    );
    await audit(tx, ctx, "settings.begin-log", ["settings", settingsId], {
      before: { origin: open.origin },
      after: { origin: next.origin },
    });
    return next.origin;
  });
