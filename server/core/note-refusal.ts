import type { EntityManager } from "typeorm";
import type { AuditAction, Decided, SubjectOf } from "../audit/actions.ts";
import { audit } from "./audit.ts";
import type { Context } from "./context.ts";
import { day, type RateLimit } from "./define-rate-limit.ts";
import { mostOf, takeFromLimit } from "./rate-limits.ts";

/** Counts, and refuses nothing. */
const refusals: RateLimit = { name: "refusals", most: 2_000_000_000, seconds: day, counts: "what was refused" };

/** So many a day are written down one by one. */
const each = 20;

/** Of more of the same only the 30th, 40th … 100th, 200th … 1,000th and so on: a flood adds nine lines for each digit of its size. */
const isNoted = (count: number): boolean => count <= each || /^[1-9]0+$/.test(String(count));

/**
 * Writes down that somebody was refused who may not be who they say. The log keeps its entries for good, so it must not be filled from
 * outside: of what is alike, only some are written after the first of a day, with how many there were by then.
 * @param alike what makes two of them alike, beside action and subject
 */
export async function noteRefusal<A extends AuditAction, C extends object>(
  tx: EntityManager,
  ctx: Context,
  action: A,
  subject: readonly [SubjectOf<A>, string],
  alike: string,
  after: Decided<A, C>,
): Promise<void> {
  const { remaining } = await takeFromLimit({ ...ctx, db: tx }, refusals, `${action} ${subject[1]} ${alike}`);
  const count = mostOf(ctx, refusals) - remaining;
  if (isNoted(count))
    await audit(tx, ctx, action, subject, { after: (count > each ? { ...after, count } : after) as never });
}
