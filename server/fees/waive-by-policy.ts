import type { EntityManager } from "typeorm";
import { systemViewer } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { localDay } from "../core/local-day.ts";
import { recorded } from "../core/messages/sentence.ts";
import { loadSettings } from "../policies/load-settings.ts";
import type { Program } from "../programs/program.entity.ts";
import { ProgramStatus } from "../programs/program.status.ts";
import { LedgerKind } from "./fee.entity.ts";
import { feePolicyOn, readLedger } from "./fee.queries.ts";
import { filingFees, sumsOf } from "./fee.rules.ts";
import { settleProgram } from "./settle-program.ts";
import { writeLedger } from "./write-ledger.ts";

/**
 * Waives what is open of a program's filing and late fees, where the policy of today says so and began after they were charged. What
 * was paid stays paid.
 * @returns the program as it now is; null where nothing was waived
 */
export async function waiveByPolicy(tx: EntityManager, ctx: Context, program: Program): Promise<Program | null> {
  // Of what was withdrawn or called off staff decide.
  if (program.status === ProgramStatus.WITHDRAWN || program.status === ProgramStatus.CANCELLED) return null;
  const ledger = await readLedger(tx, program.id);
  if (sumsOf(ledger, filingFees).due <= 0) return null;
  const { timeZone } = await loadSettings(tx);
  const policy = await feePolicyOn(tx, localDay(ctx.now(), timeZone), program.typeId);
  if (!policy?.waivesOpenFees) return null;
  const open = filingFees.flatMap((fee) => {
    const earlier = ledger.filter((entry) => entry.fee === fee);
    const charge = earlier.find(({ kind }) => kind === LedgerKind.CHARGE);
    const { due } = sumsOf(earlier);
    if (!charge || due <= 0 || localDay(charge.at, timeZone) >= policy.startsOn) return [];
    return [{ kind: LedgerKind.WAIVER as const, fee, amount: due, currency: charge.currency }];
  });
  if (open.length === 0) return null;
  const asSystem = { ...ctx, viewer: systemViewer };
  const reason = recorded("reason.feeAbolished", { day: policy.startsOn });
  await writeLedger(
    tx,
    asSystem,
    program,
    open.map((entry) => ({ ...entry, reason, policyId: policy.id })),
  );
  return settleProgram(tx, asSystem, program);
}
