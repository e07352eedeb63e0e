/** Where a change of name stands that somebody asked for. */
export enum NameRequestStatus {
  REQUESTED = "REQUESTED",
  APPROVED = "APPROVED",
  REFUSED = "REFUSED",
  WITHDRAWN = "WITHDRAWN",
}

const { REQUESTED, APPROVED, REFUSED, WITHDRAWN } = NameRequestStatus;

export const nameRequestMoves = {
  [REQUESTED]: [APPROVED, REFUSED, WITHDRAWN],
  [APPROVED]: [],
  [REFUSED]: [],
  [WITHDRAWN]: [],
} satisfies Record<NameRequestStatus, readonly NameRequestStatus[]>;
