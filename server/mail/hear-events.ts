import { In } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { forChange } from "../core/locks.ts";
import { Mail, MailEvent, MailEventKind, SuppressionReason } from "./mail.entity.ts";
import { MailStatus, mailMoves } from "./mail.status.ts";
import type { ToldEvent } from "./sendgrid-events.ts";
import { suppress } from "./suppression.ts";

/** What a mail becomes by what is told of it. */
const becomes: Partial<Record<MailEventKind, MailStatus>> = {
  [MailEventKind.ACCEPTED]: MailStatus.SENT,
  [MailEventKind.DELIVERED]: MailStatus.DELIVERED,
  [MailEventKind.BOUNCED]: MailStatus.BOUNCED,
  [MailEventKind.NOT_TRIED]: MailStatus.BOUNCED,
  [MailEventKind.COMPLAINED]: MailStatus.COMPLAINED,
};

/**
 * Takes in what was told of mails. It comes twice and in any order: each is kept once, and a mail only goes on to what says more, so it
 * ends the same. What is told of a mail that waits shows that it went out: it is not sent again.
 */
export async function hearEvents(ctx: Context, events: readonly ToldEvent[]): Promise<void> {
  if (events.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const mails = await tx.find(Mail, {
      where: { id: In(events.map(({ mailId }) => mailId)) },
      order: { id: "ASC" },
      lock: forChange,
    });
    // Those of the erased say nothing about them.
    const known = new Map(mails.filter((mail) => mail.toAddress.includes("@")).map((mail) => [mail.id, mail]));
    const ours = events.filter(({ mailId }) => known.has(mailId));
    if (ours.length === 0) return;
    const { raw } = await tx
      .createQueryBuilder()
      .insert()
      .into(MailEvent)
      .values(ours.map(({ mailId, kind, said, at, providerEventId }) => ({ mailId, kind, said, at, providerEventId })))
      .orIgnore()
      .returning("provider_event_id")
      .execute();
    // What was known has had its effect, and staff may have undone it since.
    const news = new Set((raw as { provider_event_id: string }[]).map((row) => row.provider_event_id));
    const outlawed: { mail: Mail; event: ToldEvent }[] = [];
    for (const event of ours.filter(({ providerEventId }) => news.has(providerEventId))) {
      const mail = known.get(event.mailId) as Mail;
      const next = becomes[event.kind];
      const moves: readonly MailStatus[] = mailMoves[mail.status];
      if (next && moves.includes(next)) {
        mail.status = next;
        await tx.update(Mail, mail.id, {
          status: next,
          sentAt: mail.sentAt ?? event.at,
          ...(next !== MailStatus.SENT && { settledAt: event.at }),
          lastError: event.said && next !== MailStatus.DELIVERED && next !== MailStatus.SENT ? event.said : null,
          sealed: null,
          begunAt: null,
        });
      } else if (event.kind === MailEventKind.DEFERRED && mail.status === MailStatus.SENT)
        await tx.update(Mail, mail.id, { lastError: event.said });
      if (event.isOfAddress || event.isComplaint) outlawed.push({ mail, event });
    }
    // In one order, so that two messages at once wait for each other.
    outlawed.sort((a, b) => (a.mail.toAddress < b.mail.toAddress ? -1 : 1));
    for (const { mail, event } of outlawed)
      await suppress(tx, mail, event.isComplaint ? SuppressionReason.COMPLAINED : SuppressionReason.BOUNCED, event.at);
  });
}
