import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueue, isUnderWay, Urgency } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { enforceLimit, mostOf } from "../core/rate-limits.ts";
import { Program } from "../programs/program.entity.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { kitMailsByProvider } from "./kit.limits.ts";
import { canSendKit } from "./kit.policy.ts";
import { countRegistered, readEnded, readKitFacts } from "./kit.queries.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "kit.sendBatch": { programId: string };
  }
}

/**
 * Sends the drafted mail to everybody who is registered and has not got it: once each, however often it is asked for.
 * @returns to how many
 * @throws NOT_FOUND; FORBIDDEN; PROVIDER_NOT_ACTIVE; ILLEGAL_TRANSITION where the program is not approved, or over; TOO_MANY_REQUESTS
 */
export async function sendKit(ctx: Context, programId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const program = isId(programId) ? await tx.findOne(Program, { where: { id: programId }, lock: forChange }) : null;
    if (!program || !canViewProgram(ctx.viewer, program)) throw notFound("program");
    if (!canSendKit(ctx.viewer, program)) {
      assertStanding(ctx.viewer, (other) => canSendKit(other, program));
      throw new DomainError(ErrorCode.FORBIDDEN, "core.notForYou");
    }
    const [facts] = await readKitFacts(tx, [programId]);
    if (!facts) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "kit.notApproved");
    const [isOver] = await readEnded(tx, ctx, [programId]);
    if (isOver) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "kit.hasEnded");
    const count = await countRegistered(tx, programId);
    // What is under way reaches everybody who waits: it is counted and kept on record once.
    if (count === 0 || (await isUnderWay(tx, "kit.sendBatch", { programId }))) return count;
    // One that is larger than a day's budget takes all of it.
    const taken = Math.min(count, mostOf(ctx, kitMailsByProvider));
    await enforceLimit({ ...ctx, db: tx }, kitMailsByProvider, program.providerId, taken);
    await enqueue(tx, "kit.sendBatch", { programId }, Urgency.BULK);
    await audit(tx, ctx, "program.send-kit", ["program", programId], { after: { count } });
    return count;
  });
}
