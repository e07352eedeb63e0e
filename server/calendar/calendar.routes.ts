import { type NextFunction, type Request, type Response, Router } from "express";
import helmet from "helmet";
import type { Context } from "../core/context.ts";
import { DomainError, notFound } from "../core/errors.ts";
import { HelpPurpose, helpFor } from "../core/help.ts";
import { PublicAnswers } from "../core/public-answers.ts";
import { enforceLimitByAddress } from "../core/rate-limits.ts";
import { settingsOf } from "../policies/load-settings.ts";
import { logoUrl } from "../policies/settings.object.ts";
import { listProgramTypes } from "../programs/program.queries.ts";
import { calendarByAddress } from "./calendar.limits.ts";
import { type CalendarRow, entriesOfProgram, listCalendar, mostEntries } from "./calendar.queries.ts";
import { calendarAtom, calendarFile, entryPath, type FeedFrame } from "./calendar-feed.ts";
import { type CalendarFrame, calendarPage, calendarStyleHash, programPage } from "./calendar-page.ts";
import { type ReadQuery, readCalendarQuery, withQuery } from "./read-calendar-query.ts";

/** Their own style, the logo, and a form that goes back to where it came from. An embedded list may stand in anybody's page. */
const policyFor = (ancestors: string) =>
  helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "style-src": [calendarStyleHash],
      "img-src": ["'self'"],
      "form-action": ["'self'"],
      "base-uri": ["'self'"],
      "frame-ancestors": [ancestors],
    },
  });

const ownPolicy = policyFor("'none'");
const embeddedPolicy = policyFor("*");

async function frameOf(ctx: Context, isEmbedded = false): Promise<CalendarFrame> {
  const settings = await settingsOf(ctx);
  return {
    accreditorName: settings.accreditorName,
    logoUrl: logoUrl(ctx, settings),
    publicUrl: ctx.config.publicUrl,
    help: helpFor(settings, HelpPurpose.GENERAL),
    language: ctx.request.language,
    isEmbedded,
  };
}

/** Everything that a filter finds, page by page: feeds hold it all. */
async function entriesOf(ctx: Context, { filter }: ReadQuery): Promise<CalendarRow[]> {
  const all: CalendarRow[] = [];
  for (;;) {
    const { entries, hasMore } = await listCalendar(ctx, filter, { offset: all.length });
    all.push(...entries);
    if (!hasMore || all.length >= mostInFeed) return all;
  }
}

/** A feed is made in memory, and no reader shows more. What is missing is the furthest ahead. */
const mostInFeed = 5 * mostEntries;

type FeedOf = (entries: readonly CalendarRow[], frame: FeedFrame) => string;

const feeds: Record<string, { type: string; make: FeedOf }> = {
  ics: { type: "text/calendar; charset=utf-8", make: calendarFile },
  atom: { type: "application/atom+xml; charset=utf-8", make: calendarAtom },
};

/**
 * The public calendar: `/calendar` and `/calendar/embed` with a filter, `/calendar.ics` and `/calendar.atom` with the same, and
 * `/calendar/NUMBER` with `/calendar/NUMBER.ics` for one program. For everybody.
 */
export function calendarRoutes(): Router {
  const router = Router();
  const answers = new PublicAnswers("calendar");
  const keyOf = (req: Request, ctx: Context) => `${ctx.request.language} ${req.originalUrl}`;

  const list = (isEmbedded: boolean) => async (req: Request, res: Response) => {
    const { ctx } = res.locals;
    await answers.send(res, keyOf(req, ctx), async () => {
      await enforceLimitByAddress(ctx, calendarByAddress);
      const [frame, types] = await Promise.all([frameOf(ctx, isEmbedded), listProgramTypes(ctx)]);
      try {
        const query = readCalendarQuery(req.query);
        const found = await listCalendar(ctx, query.filter, { offset: query.offset });
        return { type: "html", text: calendarPage(frame, query, { ...found, types }) };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const text = calendarPage(frame, { given: {} }, { entries: [], hasMore: false, types }, error.said);
        return { status: 400, type: "html", text };
      }
    });
  };

  router.get("/calendar", ownPolicy, list(false));
  router.get(
    "/calendar/embed",
    embeddedPolicy,
    (_req: Request, res: Response, next: NextFunction) => {
      res.removeHeader("X-Frame-Options");
      next();
    },
    list(true),
  );
  router.get(/^\/calendar\.(ics|atom)$/, async (req, res) => {
    const { ctx } = res.locals;
    const { type, make } = feeds[req.params[0] ?? ""] ?? feeds.ics!;
    const query = readCalendarQuery(req.query);
    await answers.send(res, keyOf(req, ctx), async () => {
      await enforceLimitByAddress(ctx, calendarByAddress);
      const [frame, entries] = await Promise.all([frameOf(ctx), entriesOf(ctx, query)]);
      return { type, text: make(entries, { ...frame, path: withQuery("/calendar", query.given) }) };
    });
  });
  router.get("/calendar/:program", ownPolicy, async (req, res) => {
    const { ctx } = res.locals;
    const [, number = "", isFile] = /^([\p{L}\d]{1,20})(\.ics)?$/u.exec(req.params.program) ?? [];
    await answers.send(res, keyOf(req, ctx), async () => {
      await enforceLimitByAddress(ctx, calendarByAddress);
      const [frame, entries] = await Promise.all([frameOf(ctx), number ? entriesOfProgram(ctx, number) : []]);
      const [first, ...others] = entries;
      if (!first) throw notFound("calendarEntry");
      return isFile
        ? { type: feeds.ics!.type, text: calendarFile(entries, { ...frame, path: entryPath(first) }) }
        : { type: "html", text: programPage(frame, [first, ...others]) };
    });
  });
  return router;
}
