import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { localDay } from "../core/local-day.ts";
import { forChange } from "../core/locks.ts";
import { recorded } from "../core/messages/sentence.ts";
import { assertMay } from "../core/policy.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { Program } from "../programs/program.entity.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { type ProgramRow, readProgram } from "../programs/program.queries.ts";
import { FeePromotion, LedgerKind } from "./fee.entity.ts";
import { promotionCodesByAccount } from "./fee.limits.ts";
import { canUsePromotion } from "./fee.policy.ts";
import { readLedger } from "./fee.queries.ts";
import { sumsOf } from "./fee.rules.ts";
import { settleProgram } from "./settle-program.ts";
import { writeLedger } from "./write-ledger.ts";

/**
 * Names the code of a special rate for a program: it counts for fees that are charged while it holds, and what was charged on its days and
 * is open is lowered by a waiver. Named again it changes nothing.
 * @param code in either case, with or without spaces
 * @throws NOT_FOUND for the program; FORBIDDEN; TOO_MANY_REQUESTS; BAD_INPUT where no rate has this code today
 */
export async function applyPromotionCode(ctx: Context, programId: string, code: string): Promise<ProgramRow> {
  await enforceLimit(ctx, promotionCodesByAccount, ctx.viewer.accountId ?? "");
  if (!/^[A-Za-z0-9 ]{1,40}$/.test(code))
    throw new DomainError(ErrorCode.BAD_INPUT, "fees.noSuchCode", { field: "code" });
  return inTransaction(ctx, async (tx) => {
    const program = isId(programId) ? await tx.findOne(Program, { where: { id: programId }, lock: forChange }) : null;
    if (!program || !canViewProgram(ctx.viewer, program)) throw notFound("program");
    assertMay(ctx, canUsePromotion, program);
    const { timeZone } = await loadSettings(tx);
    const today = localDay(ctx.now(), timeZone);
    const promotion = await tx
      .createQueryBuilder(FeePromotion, "p")
      .where("p.code = :code AND p.startsOn <= :today AND p.endsOn >= :today", {
        code: code.replaceAll(/\s/g, "").toUpperCase(),
        today,
      })
      .orderBy("p.rate", "ASC")
      .addOrderBy("p.id", "ASC")
      .limit(1)
      .getOne();
    if (!promotion) throw new DomainError(ErrorCode.BAD_INPUT, "fees.noSuchCode", { field: "code" });
    const [used]: object[] = await tx.query(
      "INSERT INTO promotion_use (program_id, promotion_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING at",
      [programId, promotion.id, ctx.now()],
    );
    if (!used) return readProgram(tx, programId);
    const { id: promotionId, fee, rate, startsOn, name } = promotion;
    await audit(tx, ctx, "fee.use-promotion", ["program", programId], { after: { promotion: name } });
    const ledger = (await readLedger(tx, programId)).filter((entry) => entry.fee === fee);
    const onItsDays = ledger.filter(({ kind, at }) => kind === LedgerKind.CHARGE && localDay(at, timeZone) >= startsOn);
    const { due, charged } = sumsOf(ledger);
    const amount = Math.min(due, onItsDays.length > 0 ? charged - rate : 0);
    if (amount > 0) {
      const [{ currency } = { currency: "" }] = onItsDays;
      const reason = recorded("reason.promotion", { name });
      await writeLedger(tx, ctx, program, [{ kind: LedgerKind.WAIVER, fee, amount, currency, promotionId, reason }]);
      await settleProgram(tx, ctx, program);
    }
    return readProgram(tx, programId);
  });
}
