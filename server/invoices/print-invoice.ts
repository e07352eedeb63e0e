import type { EntityManager } from "typeorm";
import type { InvoiceContent } from "../certificates/invoice.document.ts";
import { drawBeside } from "../certificates/print-room.ts";
import type { Context } from "../core/context.ts";
import { storeFile } from "../core/files.ts";
import { localDay } from "../core/local-day.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { nextInSeries } from "../core/number-series.ts";
import type { Fee } from "../fees/fee.entity.ts";
import { loadSettings } from "../policies/load-settings.ts";
import type { Provider } from "../providers/provider.entity.ts";

const prefixes = { INVOICE: "I", CREDIT_NOTE: "C" } as const;

interface Facts extends Pick<InvoiceContent, "kind" | "dueOn" | "currency" | "total" | "tax" | "note"> {
  provider: Pick<Provider, "name" | "number" | "address">;
  lines: readonly { programNumber: string | null; programName: string; fee: Fee; amount: number }[];
}

/**
 * Gives an invoice or a credit note its number, draws it and keeps the bytes, in the transaction: a number that is given stands on a paper
 * that is kept.
 */
export async function printInvoice(
  tx: EntityManager,
  ctx: Context,
  { provider, lines, ...facts }: Facts,
): Promise<{ number: string; fileId: string }> {
  const { accreditorName, timeZone, language } = await loadSettings(tx);
  const issuedOn = localDay(ctx.now(), timeZone);
  const series = `${prefixes[facts.kind]}${issuedOn.slice(0, 4)}`;
  const number = `${series}-${String(await nextInSeries(tx, `invoice:${series}`)).padStart(4, "0")}`;
  const content: InvoiceContent = {
    ...facts,
    language,
    accreditorName,
    number,
    providerName: provider.name,
    providerNumber: provider.number,
    providerAddress: provider.address,
    issuedOn,
    lines: lines.map(({ programNumber, programName, fee, amount }) => ({
      programNumber: programNumber ?? "",
      programName,
      what: sentence(say(`invoice.fee${fee}`), language),
      amount,
    })),
  };
  const title = facts.kind === "INVOICE" ? say("invoice.title", { number }) : say("invoice.creditTitle", { number });
  const pdf = await drawBeside(ctx, {
    invoice: content,
    meta: { title: sentence(title, language), author: accreditorName, language, createdAt: ctx.now() },
  });
  return { number, fileId: await storeFile(tx, ctx, "application/pdf", pdf) };
}
