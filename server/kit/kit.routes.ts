import { type Response, Router } from "express";
import { rosterColumns } from "../attendance/parse-roster-row.ts";
import type { LeafletContent } from "../certificates/leaflet.document.ts";
import { drawBeside } from "../certificates/print-room.ts";
import type { Context } from "../core/context.ts";
import { writeCsv } from "../core/csv/write-csv.ts";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { type Message, say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { sendStream } from "../core/send-file.ts";
import { kindColumns } from "../policies/kind-columns.ts";
import { creditKindsOfProgram, findProgram, type ProgramRow } from "../programs/program.queries.ts";
import { kitFilesByAccount } from "./kit.limits.ts";
import {
  calendarAddress,
  type KitFacts,
  type KitText,
  kitFactsOf,
  kitTextOf,
  kitValues,
  registerAddress,
} from "./kit.queries.ts";

interface Asked {
  ctx: Context;
  program: ProgramRow;
  facts: KitFacts;
  text: KitText;
}

const paragraphsOf = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

const leaflets: Record<
  string,
  (asked: Asked, words: (message: Message) => string) => Omit<LeafletContent, "language" | "accreditorName">
> = {
  "instructions.pdf": ({ ctx, facts, text }, words) => ({
    kicker: words(say("kit.forAttendees")),
    title: words(say("kit.howTo", { label: facts.memberIdLabel })),
    paragraphs: paragraphsOf(text.instructions),
    isFlyer: false,
    code: { url: registerAddress(ctx), words: words(say("kit.registerHere")) },
  }),
  "flyer.pdf": ({ ctx, facts, program }, words) => {
    const { dates, place, credits, type } = kitValues(ctx, facts, ctx.request.language);
    const url = calendarAddress(ctx, facts);
    return {
      kicker: type,
      title: facts.name,
      paragraphs: [
        facts.provider,
        ...dates.split("; ").slice(0, 4),
        ...(place ? [place] : []),
        words(say("kit.flyerCredits", { credits, number: facts.number })),
        ...(program.description ? paragraphsOf(program.description).slice(0, 3).map(shortened) : []),
      ],
      isFlyer: true,
      code: url === null ? null : { url, words: words(say("kit.scan")) },
    };
  },
};

/** A flyer is one page. No character is cut in two. */
const shortened = (text: string): string =>
  text.length > 300
    ? `${text
        .slice(0, 299)
        .replace(/[\ud800-\udbff]$/, "")
        .trimEnd()}…`
    : text;

async function sendLeaflet(res: Response, name: string, asked: Asked): Promise<void> {
  const { ctx, facts } = asked;
  const { language } = ctx.request;
  await enforceLimit(ctx, kitFilesByAccount, ctx.viewer.accountId ?? "");
  const words = (message: Message) => sentence(message, language);
  const leaflet = { ...leaflets[name]!(asked, words), language, accreditorName: facts.accreditor };
  const pdf = await drawBeside(ctx, {
    leaflet,
    meta: { title: `${facts.number} ${leaflet.title}`, author: facts.accreditor, language, createdAt: ctx.now() },
  });
  res.type("application/pdf").setHeader("Content-Disposition", `inline; filename="${facts.number}-${name}"`).send(pdf);
}

/** The roster's template with what is known of the program: its number, its last day, and what it is approved for. */
async function sendRoster(res: Response, { ctx, program, facts }: Asked): Promise<void> {
  const columns = rosterColumns(facts.memberIdLabel);
  const kinds = (await creditKindsOfProgram(ctx, program.id)).filter(({ credits }) => credits !== null);
  const further = kindColumns(
    kinds.map(({ kind }) => kind),
    columns.flatMap(({ headings }) => headings),
  );
  const known: Partial<Record<string, string>> = {
    programNumber: facts.number,
    completionDate: facts.offerings.at(-1)?.to,
    credits: facts.credits,
    ...Object.fromEntries(kinds.map(({ kind, credits }) => [`kind ${kind.id}`, credits ?? ""])),
  };
  const all = [...columns, ...further];
  const headings = all.map(({ headings: [first = ""] }) => first);
  res.type("text/csv").attachment(`${facts.number}-attendance.csv`);
  await sendStream(res, writeCsv(headings, [all.map(({ key }) => known[key] ?? "")]));
}

/** `/programs/ID/kit/FILE`: what a provider hands to the attendees of an approved program, for who may see it. */
export function kitRoutes(): Router {
  const router = Router();
  router.get("/programs/:id/kit/:file", forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const { id, file } = req.params;
    const program = await findProgram(ctx, { id });
    const facts = program && (await kitFactsOf(ctx, program.id));
    if (!program || !facts) throw notFound("program");
    const text = await kitTextOf(ctx.db.manager, ctx, facts, ctx.request.language);
    const asked = { ctx, program, facts, text };
    if (Object.hasOwn(leaflets, file)) return sendLeaflet(res, file, asked);
    if (file === "roster.csv") return sendRoster(res, asked);
    const texts: Record<string, string> = {
      "mail.txt": `${text.mailSubject}\n\n${text.mailText}\n`,
      "instructions.txt": `${text.instructions}\n`,
    };
    if (!Object.hasOwn(texts, file)) throw notFound("document");
    res.type("text/plain").attachment(`${facts.number}-${file}`).send(texts[file]);
  });
  return router;
}
