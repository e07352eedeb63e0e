/** Where a change of a session stands that its provider asked for. */
export enum SessionProposalStatus {
  WAITING = "WAITING",
  ACCEPTED = "ACCEPTED",
  REFUSED = "REFUSED",
  /** Its provider asked for something else since, or the session is gone. */
  WITHDRAWN = "WITHDRAWN",
}

const { WAITING, ACCEPTED, REFUSED, WITHDRAWN } = SessionProposalStatus;

export const sessionProposalMoves = {
  [WAITING]: [ACCEPTED, REFUSED, WITHDRAWN],
  [ACCEPTED]: [],
  [REFUSED]: [],
  [WITHDRAWN]: [],
} satisfies Record<SessionProposalStatus, readonly SessionProposalStatus[]>;
