import { isDeepStrictEqual } from "node:util";
import { DomainError, ErrorCode } from "../core/errors.ts";
import type { Session } from "./conference.entity.ts";
import type { LockedConference } from "./lock-conference.ts";
import type { KindOfSession } from "./session-kinds.ts";

/** Of what a session's credit comes, and who may claim it. Title, speakers, room and track are none of it. */
export const decidedColumns = [
  "startsAt",
  "endsAt",
  "virtual",
  "eligible",
  "credits",
  "creditsReason",
  "releasedOn",
  "recordingOfId",
] as const satisfies readonly (keyof Session)[];

type Decided = Pick<Session, (typeof decidedColumns)[number] | "title" | "eligibleSetByStaff" | "removedAt"> & {
  /** What it earns of further kinds of credit. */
  creditKinds: KindOfSession[];
};

/**
 * Refuses a change by who does not decide: of anything that credit comes of, once the conference is approved; before, of what staff
 * have set, and of the times under credit that they have set.
 * @throws STAFF_DECIDES
 */
export function assertMayDecide(conference: LockedConference, before: Decided, after: Partial<Decided>): void {
  const refusal = whyStaffDecide(conference, before, after);
  if (refusal) throw refusal;
}

/** Why a change is for staff to decide, as `assertMayDecide` refuses it; null: it is not. */
export function whyStaffDecide(
  conference: LockedConference,
  before: Decided,
  after: Partial<Decided>,
): DomainError | null {
  const { decides, approved, program } = conference;
  const [had, has] = [before, { ...before, ...after }].map(asDecided);
  const changed = [...decidedColumns, "creditKinds" as const].filter(
    (name) => !isDeepStrictEqual(had?.[name], has?.[name]),
  );
  if (decides || changed.length === 0) return null;
  const refusal = { field: `input.${changed[0]}`, session: before.title };
  if (approved)
    return new DomainError(ErrorCode.STAFF_DECIDES, "conferences.staffDecide", { ...refusal, name: program.name });
  const isSet = before.creditsReason !== null || before.creditKinds.some(({ setByStaff }) => setByStaff);
  const creditSet = isSet && changed.some((name) => name !== "eligible");
  if (creditSet || (before.eligibleSetByStaff && changed.includes("eligible")))
    return new DomainError(ErrorCode.STAFF_DECIDES, "conferences.staffDecided", refusal);
  return null;
}

/** What there is to decide: a session that is removed earns nothing, and of further kinds the amounts count, not who gave them. */
const asDecided = ({ eligible, removedAt, creditKinds, ...rest }: Decided) => ({
  ...rest,
  eligible: eligible && removedAt === null,
  creditKinds: creditKinds.map(({ kindId, credits }) => [kindId, credits]),
});
