import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { type Message, say } from "../core/messages/message.ts";
import { consoleAddress } from "../mail/console-address.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import type { Program } from "../programs/program.entity.ts";
import { peopleAt } from "../providers/people-at.ts";
import { type Fee, Through } from "./fee.entity.ts";
import { filingFees } from "./fee.rules.ts";
import { moneyText } from "./money.ts";

type Named = Pick<Program, "id" | "providerId" | "number" | "name">;

/** Most programs that one receipt names. */
const mostNamed = 20;

async function tell(
  tx: EntityManager,
  ctx: Context,
  {
    providerId,
    programId,
    kind,
    cause,
  }: { providerId: string; programId: string | null; kind: MailKind.FEE_DUE | MailKind.RECEIPT; cause: string },
  subject: Message,
  paragraphs: readonly Message[],
): Promise<void> {
  const open = programId ? [say("programMail.open", { link: consoleAddress(ctx, "programs", programId) })] : [];
  await writeLetter(
    tx,
    ctx,
    { kind, cause, subjectId: programId, subject, paragraphs: [...paragraphs, ...open] },
    await peopleAt(tx, providerId, kind),
  );
}

/** Tells the provider that a fee was charged. */
export async function tellDue(
  tx: EntityManager,
  ctx: Context,
  program: Named,
  fee: { fee: Fee; amount: number; currency: string; holdsCertificates: boolean; howToPay: string },
): Promise<void> {
  const facts = { number: program.number ?? "", title: program.name };
  const amount = moneyText(fee.amount, fee.currency);
  await tell(
    tx,
    ctx,
    {
      providerId: program.providerId,
      programId: program.id,
      kind: MailKind.FEE_DUE,
      cause: `fee:${program.id}:${fee.fee}:${ctx.now().toISOString()}`,
    },
    say("feeMail.dueSubject", { ...facts, amount }),
    [
      say("feeMail.due", { ...facts, amount }),
      ...(fee.holdsCertificates && filingFees.includes(fee.fee) ? [say("feeMail.dueHolds")] : []),
      ...(fee.howToPay ? [say("feeMail.howToPay", { howToPay: fee.howToPay })] : []),
    ],
  );
}

/** The receipt: what was paid, or used of the credit, for which programs, and what is credit now. One for an entry of the ledger. */
export async function tellPaid(
  tx: EntityManager,
  ctx: Context,
  {
    providerId,
    amount,
    currency,
    reference,
    through,
  }: { providerId: string; amount: number; currency: string; reference: string; through: Through },
  { entryId, programs, credited }: { entryId: string; programs: readonly Named[]; credited: number },
): Promise<void> {
  const paid = moneyText(amount, currency);
  await tell(
    tx,
    ctx,
    { providerId, programId: programs[0]?.id ?? null, kind: MailKind.RECEIPT, cause: `receipt:${entryId}` },
    say(through === Through.CREDIT ? "feeMail.spentSubject" : "feeMail.receiptSubject", { amount: paid }),
    [
      through === Through.CREDIT
        ? say("feeMail.spent", { amount: paid, number: reference })
        : say("feeMail.receipt", { amount: paid, reference }),
      ...programs
        .slice(0, mostNamed)
        .map(({ number, name }) => say("feeMail.receiptFor", { number: number ?? "", title: name })),
      ...(credited > 0 ? [say("feeMail.credited", { amount: moneyText(credited, currency) })] : []),
    ],
  );
}
