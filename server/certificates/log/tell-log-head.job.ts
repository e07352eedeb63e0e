import { DateTime } from "luxon";
import { type Context, inTransaction } from "../../core/context.ts";
import { heldSince } from "../../core/hold.ts";
import { defineJob } from "../../core/jobs.ts";
import { say } from "../../core/messages/message.ts";
import { writeLetter } from "../../mail/letter.ts";
import { MailKind } from "../../mail/mail.entity.ts";
import { loadSettings } from "../../policies/load-settings.ts";
import { latestCheckpoint, latestLog } from "./read-log.ts";

declare module "../../core/jobs.ts" {
  interface Jobs {
    "certificates.tellLogHead": Record<string, never>;
  }
}

/**
 * Sends the head of the log to whom the settings name, once a day where there is a new one: what lies in somebody else's mailbox nobody
 * here can change. While a restored backup is held nothing is told.
 */
export const tellLogHeadJob = defineJob("certificates.tellLogHead", async (ctx: Context) => {
  const { logHeadTo } = ctx.config;
  if (logHeadTo.length === 0 || (await heldSince(ctx))) return;
  const log = await latestLog(ctx.db.manager);
  if (!log || log.endedAt) return;
  const checkpoint = await latestCheckpoint(ctx.db, log.number);
  if (!checkpoint) return;
  const { timeZone } = await loadSettings(ctx.db.manager);
  const day = DateTime.fromJSDate(ctx.now(), { zone: timeZone }).toISODate() ?? "";
  const facts = {
    origin: log.origin,
    size: checkpoint.size,
    day,
    url: `${ctx.config.publicUrl}/log/${log.number}/checkpoint`,
  };
  await inTransaction(ctx, (tx) =>
    writeLetter(
      tx,
      ctx,
      {
        kind: MailKind.LOG_HEAD,
        cause: `log:${log.origin}:${checkpoint.size}`,
        subjectId: null,
        subject: say("logHead.subject", facts),
        paragraphs: [
          say("logHead.meaning", facts),
          say("logHead.head", { head: checkpoint.text.trimEnd() }),
          say("logHead.check", facts),
        ],
      },
      logHeadTo.map((address) => ({ accountId: null, address })),
    ),
  );
});
