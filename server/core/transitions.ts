import { DomainError, ErrorCode } from "./errors.ts";
import { type NameIn, say } from "./messages/message.ts";

/** Which states may follow which. */
export type Moves<S extends string> = Record<S, readonly S[]>;

/** Refuses a move that the table does not have: names the state and what is allowed from it. */
export function assertMove<S extends string>(
  moves: Moves<S>,
  what: Exclude<NameIn<"move">, "choices" | "final">,
  from: S,
  to: S,
): void {
  const allowed = moves[from];
  if (allowed.includes(to)) return;
  const next = allowed.length > 0 ? say("move.choices", { allowed }) : say("move.final");
  throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, `move.${what}`, { from, to, allowed, next });
}

/** Refuses when somebody changed the thing since the caller read it. */
export function assertVersion(what: NameIn<"stale">, actual: number, expected: number): void {
  if (actual === expected) return;
  throw new DomainError(ErrorCode.STALE_VERSION, `stale.${what}`, { field: "version", version: actual, expected });
}
