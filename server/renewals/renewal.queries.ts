import { In, LessThanOrEqual } from "typeorm";
import { findTranscript, type Transcript, type TranscriptRow } from "../certificates/transcript.queries.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isEventDay } from "../core/input-rules.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { localDay } from "../core/local-day.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { cycleBegin, type JudgedPart, type JudgedRenewal, judgeRenewal } from "./renewal.arithmetic.ts";
import { RenewalPart, RenewalRequirement } from "./renewal-requirement.entity.ts";

/** Every row of every requirement, by code, the newest first. */
export const listRenewalRequirements = (ctx: Context): Promise<RenewalRequirement[]> =>
  ctx.db.manager.find(RenewalRequirement, { order: { code: "ASC", startsOn: "DESC" } });

/** What a requirement wants of further kinds, in their order. */
export const renewalParts = defineLoader<string, RenewalPart[]>(async (ctx, ids) =>
  groupByKey(
    ids as string[],
    await ctx.db.manager.find(RenewalPart, {
      where: { requirementId: In(ids as string[]) },
      order: { position: "ASC" },
    }),
    (part) => part.requirementId,
  ),
);

export interface Renewal extends Omit<JudgedRenewal, "counted"> {
  requirement: RenewalRequirement;
  memberId: string;
  memberNumber: string;
  memberName: string;
  /** Those of kinds that are printed. */
  licences: string[];
  on: string;
  parts: JudgedPart[];
  lines: { line: TranscriptRow; counted: string; leftOut: { kindId: string | null; credits: string }[] }[];
}

/** Which renewal is asked about. */
export interface RenewalQuestion {
  /** Of the requirement. */
  code: string;
  /** Last day of the cycle. */
  endsOn: string;
  /** As of which day; null: today, by the accreditor's clock. */
  on: string | null;
  memberId: string | null;
  memberNumber: string | null;
}

/**
 * What a member has of what a board wants for the cycle that ends on a day, for the member and for staff.
 * @throws NOT_FOUND for a member that is not the viewer's to see, as for one that there is not, and for a requirement that there is not for
 *   such a cycle; BAD_INPUT where ID and number are given, and for a day that no event can have
 */
export async function findRenewal(ctx: Context, question: RenewalQuestion): Promise<Renewal> {
  const { code, endsOn, memberId, memberNumber } = question;
  if (!isEventDay(endsOn)) throw new DomainError(ErrorCode.BAD_INPUT, "renewals.endsWhen", { field: "endsOn" });
  const requirement = await ctx.db.manager.findOne(RenewalRequirement, {
    where: { code, startsOn: LessThanOrEqual(endsOn) },
    order: { startsOn: "DESC" },
  });
  const period = { from: requirement && cycleBegin(endsOn, requirement.months), to: endsOn };
  const transcript = await findTranscript(ctx, { memberId, memberNumber }, period);
  if (!requirement) throw notFound("renewalRequirement", "code");
  const { timeZone } = await loadSettings(ctx.db.manager);
  const on = question.on ?? localDay(ctx.now(), timeZone);
  return judgeTranscript(requirement, await renewalParts(ctx, requirement.id), transcript, endsOn, on);
}

/**
 * What a transcript is worth for a renewal.
 * @param transcript of the cycle
 * @param endsOn the cycle's last day
 * @param on as of which day
 */
export function judgeTranscript(
  requirement: RenewalRequirement,
  wanted: readonly RenewalPart[],
  { memberId, memberNumber, memberName, licences, lines, elsewhere }: Transcript,
  endsOn: string,
  on: string,
): Renewal {
  const awards = [...lines.toReversed(), ...elsewhere.toReversed()].sort((a, b) =>
    a.completedOn < b.completedOn ? -1 : a.completedOn > b.completedOn ? 1 : 0,
  );
  const { counted, ...judged } = judgeRenewal({ ...requirement, parts: wanted }, endsOn, on, awards);
  return {
    ...judged,
    requirement,
    memberId,
    memberNumber,
    memberName,
    licences,
    on,
    lines: counted.map(({ at, ...what }) => ({ line: awards[at]!, ...what })),
  };
}
