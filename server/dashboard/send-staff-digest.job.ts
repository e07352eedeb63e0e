import { DateTime } from "luxon";
import { inTransaction } from "../core/context.ts";
import { heldSince } from "../core/hold.ts";
import { defineJob } from "../core/jobs.ts";
import { say } from "../core/messages/message.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { digestFigures, readStaffDigests } from "./staff-digest.queries.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Comes by the clock: where the accreditor is, a morning may have come. */
    "dashboard.sendStaffDigest": Record<string, never>;
  }
}

/** From which hour on in the accreditor's zone. Whoever begins the day finds it; a server that was down sends it later on the same day. */
const morning = 7;

/** Tells each of the staff once a day what waits for them; nobody for whom nothing does. What waited on a day that is over is told with the next. */
export const sendStaffDigestJob = defineJob("dashboard.sendStaffDigest", async (ctx) => {
  // A restored copy tells nobody: it does not know what was done since.
  if (await heldSince(ctx)) return;
  const { timeZone } = await loadSettings(ctx.db.manager);
  const there = DateTime.fromJSDate(ctx.now(), { zone: timeZone });
  if (there.hour < morning) return;
  await inTransaction(ctx, async (tx) => {
    for (const { accountId, address, ...counts } of await readStaffDigests(tx, ctx.now())) {
      const waiting = digestFigures.filter((name) => counts[name] > 0);
      const sum = waiting.reduce((all, name) => all + counts[name], 0);
      await writeLetter(
        tx,
        ctx,
        {
          kind: MailKind.STAFF_DIGEST,
          cause: `digest:${there.toISODate()}`,
          subjectId: null,
          subject: say("digest.subject", { count: sum }),
          paragraphs: [
            say("digest.waits"),
            ...waiting.map((name) => say(`digest.${name}`, { count: counts[name] })),
            say("digest.open", { link: `${ctx.config.publicUrl}/admin` }),
          ],
        },
        [{ accountId, address }],
      );
    }
  });
});
