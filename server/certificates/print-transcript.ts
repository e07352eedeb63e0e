import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { localDay } from "../core/local-day.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { loadSettings } from "../policies/load-settings.ts";
import type { PdfMeta } from "./pdf/render-pdf.ts";
import { drawBeside } from "./print-room.ts";
import type { TranscriptContent } from "./transcript.document.ts";
import type { Transcript, TranscriptRow } from "./transcript.queries.ts";

/**
 * A transcript as a PDF, as of now.
 * @throws RangeError where it has more lines than one document takes
 */
export async function printTranscript(tx: EntityManager, ctx: Context, transcript: Transcript): Promise<Buffer> {
  const settings = await loadSettings(tx);
  const { accreditorName, memberIdLabel, timeZone, language } = settings;
  const { memberNumber, memberName, licences, from, to, asOf, lines, elsewhere, addedSince, totals, kindTotals } =
    transcript;
  const printed = ({ sessionTitle, ...line }: TranscriptRow) => ({ ...line, sessionTitle: sessionTitle ?? undefined });
  const content: TranscriptContent = {
    language,
    accreditorName,
    memberIdLabel,
    memberNumber,
    memberName,
    licences,
    from,
    to,
    issuedOn: localDay(ctx.now(), timeZone),
    asOf,
    lines: lines.map(printed),
    // Their heading says that they are from elsewhere.
    elsewhere: elsewhere.map((line) => ({ ...printed(line), issuedElsewhereBy: null })),
    elsewhereTotals: transcript.elsewhereTotals,
    elsewhereKindTotals: transcript.elsewhereKindTotals,
    addedSince: addedSince.map((line) => ({ ...printed(line), ...(line.outsideCreditId && { providerName: "" }) })),
    totals,
    kindTotals,
  };
  const title = sentence(say("transcript.documentTitle", { name: memberName }), language);
  const meta: PdfMeta = { title, author: accreditorName, language, createdAt: ctx.now() };
  return drawBeside(ctx, { transcript: content, meta });
}
