import { Readable } from "node:stream";
import { Router } from "express";
import { dayOfQuery } from "../certificates/day-of-query.ts";
import type { Context } from "../core/context.ts";
import { writeCsv } from "../core/csv/write-csv.ts";
import { forSignedIn } from "../core/key-access.ts";
import { type NameIn, say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { sendMade, sendStream } from "../core/send-file.ts";
import { creditKindById } from "../policies/credit-kind.queries.ts";
import { printRenewalProof, provedLines, verifyUrls } from "./print-renewal-proof.ts";
import { findRenewal, type Renewal } from "./renewal.queries.ts";

/**
 * `/renewal/proof.pdf?code=&endsOn=&on=&memberId=`: what proves a renewal's credit, as one PDF; `/renewal/proof.csv`: the same as a table. For
 * the member and for staff.
 */
export function renewalRoutes(): Router {
  const router = Router();
  router.get(["/renewal/proof.pdf", "/renewal/proof.csv"], forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const renewal = await findRenewal(ctx, {
      code: textOf(req.query.code),
      endsOn: dayOfQuery(req.query.endsOn, "endsOn") ?? "",
      on: dayOfQuery(req.query.on, "on"),
      memberId: textOf(req.query.memberId) || null,
      memberNumber: null,
    });
    const name = `proof-${renewal.requirement.code}-${renewal.memberNumber}`;
    if (req.path.endsWith(".csv")) {
      const { headings, rows } = await tableOf(ctx, renewal);
      res.type("text/csv").attachment(`${name}.csv`);
      await sendStream(res, writeCsv(headings, rows));
      return;
    }
    await sendMade(res, async () => {
      const pdf = await printRenewalProof(ctx, renewal);
      res.type("application/pdf").attachment(`${name}.pdf`);
      return Readable.from([pdf]);
    });
  });
  return router;
}

const columns: readonly NameIn<"heading">[] = ["completed", "title", "session", "provider", "programId"];
const lastColumns: readonly NameIn<"heading">[] = ["certificate", "verifyAt"];

/** A row for each award, oldest first: what it brings to the whole, and of each kind that the board limits, in the board's order. */
async function tableOf(ctx: Context, renewal: Renewal): Promise<{ headings: string[]; rows: string[][] }> {
  const named = (names: readonly NameIn<"heading">[]) =>
    names.map((name) => sentence(say(`heading.${name}`), ctx.request.language));
  const kindIds = renewal.parts.flatMap(({ kindId }) => kindId ?? []);
  const kinds = await Promise.all(kindIds.map((id) => creditKindById(ctx, id)));
  const urls = await verifyUrls(ctx, renewal);
  return {
    headings: [
      ...named(columns),
      renewal.requirement.creditUnit,
      ...kinds.map((kind) => kind?.name ?? ""),
      ...named(lastColumns),
    ],
    rows: provedLines(renewal).map(({ line, counted }) => [
      line.completedOn,
      line.title,
      line.sessionTitle ?? "",
      line.providerName,
      line.programNumber,
      counted,
      ...kindIds.map((id) => line.kinds.find(({ kindId }) => kindId === id)?.credits ?? ""),
      line.certificateNumber ?? "",
      urls.get(line.certificateNumber ?? "") ?? "",
    ]),
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
