import type { Moves } from "../core/transitions.ts";

/** Where credit stands that a member earned elsewhere. */
export enum OutsideCreditStatus {
  SUBMITTED = "SUBMITTED",
  ACCEPTED = "ACCEPTED",
  REFUSED = "REFUSED",
  WITHDRAWN = "WITHDRAWN",
}

const { SUBMITTED, ACCEPTED, REFUSED, WITHDRAWN } = OutsideCreditStatus;

/** What was accepted by mistake is refused after all; what was refused is entered anew. */
export const outsideCreditMoves = {
  [SUBMITTED]: [ACCEPTED, REFUSED, WITHDRAWN],
  [ACCEPTED]: [REFUSED],
  [REFUSED]: [],
  [WITHDRAWN]: [],
} satisfies Moves<OutsideCreditStatus>;
