import type { EntityManager } from "typeorm";
import { lockConference } from "../conferences/lock-conference.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { changeProgram } from "../programs/move-program.ts";
import { type ProgramRow, readProgram } from "../programs/program.queries.ts";
import { ConferenceDemand } from "./presence.entity.ts";
import { type Demanded, PresenceDemand } from "./presence.rules.ts";

/**
 * Says what a conference demands before its sessions earn: its provider until somebody has claimed one of them, and not what staff have
 * set; staff at any time, with a reason. Certificates that were issued stay.
 * @throws as lockConference; BAD_INPUT where a percentage is missing or says nothing; STAFF_DECIDES; REASON_REQUIRED for staff
 */
export async function setPresenceDemand(
  ctx: Context,
  programId: string,
  { demand, percent }: Demanded,
  reason: string | null,
): Promise<ProgramRow> {
  if ((demand === PresenceDemand.MINUTES) !== (percent !== null))
    throw new DomainError(ErrorCode.BAD_INPUT, "presence.percentOfMinutes", { field: "percent" });
  return inTransaction(ctx, async (tx) => {
    const { program, approved, decides } = await lockConference(tx, ctx, programId);
    const before = await tx.findOneBy(ConferenceDemand, { programId: program.id });
    const given = decides ? requiredReason(reason) : (reason ?? undefined);
    if (!decides && before?.setByStaff)
      throw new DomainError(ErrorCode.STAFF_DECIDES, "presence.demandByStaff", { field: "demand" });
    if (!decides && (await hasClaims(tx, program.id)))
      throw new DomainError(ErrorCode.STAFF_DECIDES, "presence.demandWithClaims", { field: "demand" });
    await tx.upsert(ConferenceDemand, { programId: program.id, demand, percent, setByStaff: decides }, ["programId"]);
    const details = {
      reason: given,
      before: { presence: before?.demand ?? PresenceDemand.TRUST, percent: before?.percent ?? null },
      after: { presence: demand, percent },
    };
    // What reviewers have read is what they decide on; afterwards nothing is decided on its version.
    if (approved) await audit(tx, ctx, "program.demand-presence", ["program", program.id], details);
    else await changeProgram(tx, ctx, program, "program.demand-presence", details);
    return readProgram(tx, program.id);
  });
}

/** Asks a table of a later folder, as `sessionsInUse` does. */
async function hasClaims(tx: EntityManager, programId: string): Promise<boolean> {
  const [{ has }] = await tx.query(
    "SELECT EXISTS (SELECT FROM session_claim c JOIN session s ON s.id = c.session_id WHERE s.program_id = $1) AS has",
    [programId],
  );
  return has;
}
