import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { localDay } from "../core/local-day.ts";
import { type Message, say } from "../core/messages/message.ts";
import { lockOffering } from "./lock-program.ts";
import { changeProgram } from "./move-program.ts";
import { type Held, immovable } from "./offering.rules.ts";
import { datesOf, loadOfferings } from "./program.application.ts";
import { Offering, OfferingFormat } from "./program.entity.ts";
import type { PostponeOfferingInput } from "./program.input.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";

const refusal = (field: string, said: Message) => new DomainError(ErrorCode.BAD_INPUT, said, { field });

/** Refuses what has happened already, and places that are no places. Days are those of the offering's own zone. */
function assertMovable(
  offering: Offering & Held,
  moved: Pick<Offering, "startsOn" | "place" | "url">,
  now: Date,
): void {
  const why = immovable(offering, now);
  if (why === "ALREADY_REPORTED") throw new DomainError(ErrorCode.ALREADY_REPORTED, "programs.alreadyReported");
  if (why === "OFFERING_ENDED")
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "programs.offeringEnded", { endsOn: offering.endsOn });
  const today = localDay(now, offering.timeZone);
  if (moved.startsOn <= today) throw refusal("startsOn", say("programs.firstDayAfter", { today }));
  if (offering.format !== OfferingFormat.VIRTUAL && !moved.place) throw refusal("place", say("programs.givePlace"));
  if (offering.format !== OfferingFormat.IN_PERSON && !moved.url) throw refusal("url", say("programs.giveUrl"));
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
    const { offering, program, held } = await lockOffering(tx, ctx, offeringId, ProgramAction.POSTPONE);
    const moved = {
      startsOn: input.startsOn,
      endsOn: input.endsOn,
      place: input.place?.trim() ?? offering.place,
      url: input.url?.trim() ?? offering.url,
      postponedFrom: offering.postponedFrom ?? offering.startsOn,
      reportingExtendedTo: null,
    };
    assertMovable({ ...offering, ...held }, moved, ctx.now());
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
