import { isDeepStrictEqual } from "node:util";
import { compareCredits } from "../policies/credit-rule.arithmetic.ts";
import type { Session } from "./conference.entity.ts";
import type { SessionChanges } from "./session-changes.ts";
import type { KindOfSession } from "./session-kinds.ts";

/** What of a session's changes staff decide once its conference is approved: all that credit comes of. The rest is words and places. */
const decidedNames = [
  "startsAt",
  "endsAt",
  "virtual",
  "eligible",
  "credits",
  "creditKinds",
  "releasedOn",
  "recordingOfId",
] as const satisfies readonly (keyof SessionChanges)[];

export type ProposedField = (typeof decidedNames)[number] | "removed";

/** As they are kept: instants as texts. `removed` takes the session off the schedule, or brings it back. */
export type ProposedChanges = Omit<Pick<SessionChanges, (typeof decidedNames)[number]>, "startsAt" | "endsAt"> & {
  startsAt?: string;
  endsAt?: string;
  removed?: boolean;
};

type Decided = Session & { creditKinds: KindOfSession[] };

/**
 * Changes as those that anybody who may write the conference makes, and those that wait for staff.
 * @param before the session as it is; `after` as it would be
 */
export function splitChanges(
  changes: SessionChanges,
  before: Decided,
  after: Decided,
): { free: SessionChanges; waiting: ProposedChanges } {
  const free: SessionChanges = { ...changes };
  const waiting: ProposedChanges = {};
  for (const name of decidedNames) {
    if (changes[name] === undefined) continue;
    delete free[name];
    if (isSame(name, before, after)) continue;
    const value = changes[name];
    Object.assign(waiting, { [name]: value instanceof Date ? value.toISOString() : value });
  }
  return { free, waiting };
}

function isSame(name: (typeof decidedNames)[number], before: Decided, after: Decided): boolean {
  if (name === "credits")
    return before.creditsReason === after.creditsReason && compareCredits(before.credits, after.credits) === 0;
  if (name === "creditKinds") return isDeepStrictEqual(amounts(before), amounts(after));
  return isDeepStrictEqual(before[name], after[name]);
}

const amounts = ({ creditKinds }: Decided) => creditKinds.map(({ kindId, credits }) => [kindId, credits]);

/** What was proposed, as changes by hand. */
export const asChanges = ({ startsAt, endsAt, removed: _, ...rest }: ProposedChanges): SessionChanges => ({
  ...rest,
  ...(startsAt !== undefined && { startsAt: new Date(startsAt) }),
  ...(endsAt !== undefined && { endsAt: new Date(endsAt) }),
});
