import { DomainError, ErrorCode } from "./errors.ts";

/** Which states may follow which. */
export type Moves<S extends string> = Record<S, readonly S[]>;

/** Refuses a move that the table does not have: names the state and what is allowed from it. */
export function assertMove<S extends string>(moves: Moves<S>, what: string, from: S, to: S): void {
  if (moves[from].includes(to)) return;
  const allowed = moves[from];
  const next = allowed.length > 0 ? `From there it can become ${allowed.join(" or ")}.` : "It is final.";
  throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, `This ${what} is ${from} and cannot become ${to}. ${next}`, {
    from,
    to,
    allowed,
  });
}

/** Refuses when somebody changed the thing since the caller read it. */
export function assertVersion(what: string, actual: number, expected: number): void {
  if (actual === expected) return;
  throw new DomainError(
    ErrorCode.STALE_VERSION,
    `This ${what} was changed by somebody else in the meantime (version ${actual}, yours is ${expected}). Load it again and repeat what you want to do.`,
    { field: "version", version: actual },
  );
}
