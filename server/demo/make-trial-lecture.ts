import { DateTime } from "luxon";
import { loadViewerOfAccount } from "../accounts/load-viewer.ts";
import { type Context, createContext } from "../core/context.ts";
import { approveProgram } from "../programs/approve-program.ts";
import { createProgram } from "../programs/create-program.ts";
import { OfferingFormat, ProgramType } from "../programs/program.entity.ts";
import { startReview } from "../programs/start-review.ts";
import { submitProgram } from "../programs/submit-program.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** What a provider that moves in has to report on: a lecture that it held ten days ago, approved long before. */
export async function makeTrialLecture(
  base: Base,
  { accountId, providerId, staffId }: { accountId: string; providerId: string | null; staffId: string },
): Promise<void> {
  const zone = "America/Chicago";
  const at = (days: number): DateTime => DateTime.fromJSDate(base.now(), { zone }).plus({ days });
  const as = async (days: number, id: string): Promise<Context> => {
    const viewer = await loadViewerOfAccount(
      base.db.manager,
      id,
      { staffNeedSecondFactor: false, singleSignOn: null },
      null,
    );
    return createContext({ ...base, now: () => at(days).toJSDate() }, viewer);
  };
  const { id: typeId } = await base.db.manager.findOneByOrFail(ProgramType, { code: "LECTURE" });
  const day = at(-10).toISODate() ?? "";
  const draft = await createProgram(await as(-60, accountId), {
    providerId: providerId ?? "",
    typeId,
    name: "A lecture to try with",
    description: "A lecture of one hour that has taken place, so that its attendance can be reported.",
    objectives: ["Report attendance.", "Read the certificates of it."],
    minutes: 60,
    requestedCredits: "1.00",
    speakers: [{ name: "Dr. Ada Okafor", credentials: "MD" }],
    offerings: [
      {
        startsOn: day,
        endsOn: day,
        timeZone: zone,
        format: OfferingFormat.VIRTUAL,
        place: "",
        url: "https://learn.accrue.test/live",
      },
    ],
    contactName: "Pat Rivera",
    contactEmail: "pat.rivera@sandbox.test",
    listOnCalendar: false,
    requestEmailBlast: false,
  });
  const submitted = await submitProgram(await as(-59, accountId), draft.id, draft.version);
  const inReview = await startReview(await as(-58, staffId), submitted.id, submitted.version);
  await approveProgram(await as(-57, staffId), inReview.id, inReview.version, "1.00", null);
}
