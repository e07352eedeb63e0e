import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange } from "../core/locks.ts";
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
