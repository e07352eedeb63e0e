import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMove, assertVersion } from "../core/transitions.ts";
import { lockMember } from "../members/correct-member.ts";
import { OutsideCredit } from "./outside-credit.entity.ts";
import { OutsideCreditStatus, outsideCreditMoves } from "./outside-credit.status.ts";

/**
 * Credit from elsewhere, locked with its member.
 * @param memberId whose it must be; null: anybody's
 * @throws NOT_FOUND, STALE_VERSION; ILLEGAL_TRANSITION for a member who is nobody any more
 */
export async function lockOutsideCredit(
  tx: EntityManager,
  id: string,
  version: number,
  memberId: string | null,
): Promise<OutsideCredit> {
  const found = isId(id) ? await tx.findOneBy(OutsideCredit, memberId === null ? { id } : { id, memberId }) : null;
  if (!found) throw notFound("outsideCredit");
  await lockMember(tx, found.memberId);
  const credit = await tx.findOne(OutsideCredit, { where: { id, memberId: found.memberId }, lock: forChange });
  if (!credit) throw notFound("outsideCredit");
  assertVersion("outsideCredit", credit.version, version);
  return credit;
}

/**
 * Moves what is locked from one state to another. The proof of what is withdrawn goes.
 * @throws ILLEGAL_TRANSITION
 */
export async function moveOutsideCredit(
  tx: EntityManager,
  ctx: Context,
  credit: OutsideCredit,
  to: Exclude<OutsideCreditStatus, OutsideCreditStatus.SUBMITTED>,
  decision: string | null,
): Promise<void> {
  assertMove(outsideCreditMoves, "outsideCredit", credit.status, to);
  const withdrawn = to === OutsideCreditStatus.WITHDRAWN;
  await tx.update(OutsideCredit, credit.id, {
    version: credit.version + 1,
    status: to,
    decision,
    decidedByAccountId: withdrawn ? null : ctx.viewer.accountId,
    ...(to === OutsideCreditStatus.ACCEPTED ? { acceptedAt: ctx.now() } : { endedAt: ctx.now() }),
    ...(withdrawn && { proofFileId: null }),
  });
  if (withdrawn) await tx.query("DELETE FROM stored_file WHERE id = $1", [credit.proofFileId]);
  await audit(tx, ctx, withdrawn ? "member.withdraw-credit" : "member.decide-credit", ["member", credit.memberId], {
    reason: decision ?? undefined,
    before: { creditId: credit.id, status: credit.status },
    after: { creditId: credit.id, status: to },
  });
}
