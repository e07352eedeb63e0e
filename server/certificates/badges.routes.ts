import { Router } from "express";
import { badgeSql } from "../conferences/badge.ts";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { assertProved } from "../core/proof.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { fullNameSql } from "../members/full-name.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { canWriteConference } from "../programs/program.policy.ts";
import { findProgram } from "../programs/program.queries.ts";
import type { PrintedBadge } from "./badges.document.ts";
import { badgeSheetsByAccount } from "./certificate.limits.ts";
import { drawBeside } from "./print-room.ts";

/** So many badges a file has: fifty sheets. Whoever has more prints several files. */
export const badgesOfFile = 500;

/** Of who has not said a name, and whom nobody knows yet, the address stands on the badge. */
const readBadges = (ctx: Context, programId: string, from: number): Promise<PrintedBadge[]> =>
  ctx.db.query(
    `SELECT coalesce(r.name, nullif(${fullNameSql("m")}, ''), r.email) AS name, r.registration_type AS "registrationType", ${badgeSql} AS number
     FROM registration r LEFT JOIN member m ON m.id = r.member_id WHERE r.program_id = $1
     ORDER BY lower(coalesce(r.name, nullif(${fullNameSql("m")}, ''), r.email)), r.id OFFSET $2 LIMIT ${badgesOfFile}`,
    [programId, from],
  );

/** `/programs/ID/badges.pdf?from=500`: sheets of badges of those who are registered, for staff and its provider. */
export function badgeRoutes(): Router {
  const router = Router();
  router.get("/programs/:id/badges.pdf", forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const program = await findProgram(ctx, { id: String(req.params.id) });
    if (!program || !canWriteConference(ctx.viewer, program)) throw notFound("program");
    await assertProved(ctx, req.path);
    await enforceLimit(ctx, badgeSheetsByAccount, ctx.viewer.accountId ?? "");
    const from = /^\d{1,7}$/.test(String(req.query.from)) ? Number(req.query.from) : 0;
    const badges = await readBadges(ctx, program.id, from);
    if (badges.length === 0) throw notFound("registration");
    const { accreditorName } = await loadSettings(ctx.db.manager);
    const { language } = ctx.request;
    const pdf = await drawBeside(ctx, {
      badges: { language, conference: program.name, badges },
      meta: { title: program.name, author: accreditorName, language, createdAt: ctx.now() },
    });
    const name = `${program.number ?? "program"}-badges-${from + 1}`;
    res.type("application/pdf").setHeader("Content-Disposition", `inline; filename="${name}.pdf"`).send(pdf);
  });
  return router;
}
