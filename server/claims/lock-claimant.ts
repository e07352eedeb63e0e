import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { lockMember } from "../members/correct-member.ts";
import { Member } from "../members/member.entity.ts";

/**
 * Loads the member whose credit the viewer holds, to change what they claim: one change of a member's claims and
 * certificates comes after the other, so that no two of them overlap.
 * @throws FORBIDDEN where the viewer holds no credit; MEMBER_INACTIVE; UNAUTHENTICATED where the member has left the account meanwhile
 */
export async function lockClaimant(tx: EntityManager, ctx: Context): Promise<Member> {
  const member = ctx.viewer.memberId
    ? await tx.findOne(Member, { where: { id: ctx.viewer.memberId }, lock: forChange })
    : null;
  if (!member) throw new DomainError(ErrorCode.FORBIDDEN, "claims.notAMember");
  if (member.accountId !== ctx.viewer.accountId) throw new DomainError(ErrorCode.UNAUTHENTICATED, "claims.merged");
  if (!member.active) throw new DomainError(ErrorCode.MEMBER_INACTIVE, "claims.inactive");
  return member;
}

/** For whom staff choose sessions, and why. */
export interface OnBehalf {
  memberId: string;
  reason: string;
}

/**
 * The member whose claims are to be changed, locked: the viewer's own, or whom staff act for.
 * @param behalf null: the viewer acts for themselves
 * @returns the member, and why staff act
 * @throws as lockClaimant; for staff NOT_FOUND, REASON_REQUIRED, CONFLICT_OF_INTEREST for oneself, ILLEGAL_TRANSITION for who was merged or
 *   erased, MEMBER_INACTIVE
 */
export async function lockClaimantOf(
  tx: EntityManager,
  ctx: Context,
  behalf: OnBehalf | null,
): Promise<{ member: Member; reason?: string }> {
  if (!behalf) return { member: await lockClaimant(tx, ctx) };
  assertMay(ctx, staff, null);
  const reason = requiredReason(behalf.reason);
  const member = await lockMember(tx, behalf.memberId, "memberId");
  if (member.id === ctx.viewer.memberId) throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "members.yourself");
  if (!member.active) throw new DomainError(ErrorCode.MEMBER_INACTIVE, "claims.memberInactive", { field: "memberId" });
  return { member, reason };
}
