import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { localDay } from "../core/local-day.ts";
import { lockOffering } from "./lock-program.ts";
import { changeProgram } from "./move-program.ts";
import { type Held, hasEnded } from "./offering.rules.ts";
import { datesOf, loadOfferings } from "./program.application.ts";
import { Offering, OfferingFormat } from "./program.entity.ts";
import type { PostponeOfferingInput } from "./program.input.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";

const refusal = (field: string, message: `${string} ${string}`) =>
  new DomainError(ErrorCode.BAD_INPUT, message, { field });

/** Refuses what has happened already, and places that are no places. Days are those of the offering's own zone. */
function assertMovable(
  offering: Offering & Held,
  moved: Pick<Offering, "startsOn" | "place" | "url">,
  now: Date,
): void {
  if (offering.reportedAt)
    throw new DomainError(ErrorCode.ALREADY_REPORTED, "Attendance was already reported for this offering.");
  if (hasEnded(offering, now))
    throw new DomainError(
      ErrorCode.ILLEGAL_TRANSITION,
      `This offering ended on ${offering.endsOn}. Copy the program to hold it again.`,
      { endsOn: offering.endsOn },
    );
  const today = localDay(now, offering.timeZone);
  if (moved.startsOn <= today) throw refusal("startsOn", `Choose a first day after today, ${today}.`);
  if (offering.format !== OfferingFormat.VIRTUAL && !moved.place) throw refusal("place", "Say where it is held.");
  if (offering.format !== OfferingFormat.IN_PERSON && !moved.url)
    throw refusal("url", "Give the address at which it is held online.");
}

/**
 * Moves an offering of an approved program to other days, and where given to another place, without a new review: its
 * content is unchanged. An extended reporting deadline ends with the days that it was for.
 * @throws what lockOffering refuses; ALREADY_REPORTED; ILLEGAL_TRANSITION where it has ended; BAD_INPUT; REASON_REQUIRED
 */
export async function postponeOffering(
  ctx: Context,
  offeringId: string,
  input: PostponeOfferingInput,
  reason: string,
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const { offering, program, lastSessionEndsAt } = await lockOffering(tx, ctx, offeringId, ProgramAction.POSTPONE);
    const moved = {
      startsOn: input.startsOn,
      endsOn: input.endsOn,
      place: input.place?.trim() ?? offering.place,
      url: input.url?.trim() ?? offering.url,
      reportingExtendedTo: null,
    };
    assertMovable({ ...offering, lastSessionEndsAt }, moved, ctx.now());
    const given = requiredReason(reason);
    await tx.update(Offering, offering.id, moved);
    await changeProgram(tx, ctx, program, "program.postpone", {
      reason: given,
      patch: datesOf(await loadOfferings(tx, program.id)),
      before: { offering },
      after: { offering: { ...offering, ...moved } },
    });
    return readProgram(tx, program.id);
  });
}
