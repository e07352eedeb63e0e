import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { say } from "../core/messages/message.ts";
import { assertMay, staff } from "../core/policy.ts";
import { type Approved, inTransactionOfTwo } from "../policies/in-transaction-of-two.ts";
import { RequestKind } from "../policies/waiting-request.entity.ts";
import { beginErasure } from "./begin-erasure.ts";
import { untouchable } from "./person.policy.ts";

/**
 * Erases a person who asked staff for it, as eraseMyData does.
 * @throws REASON_REQUIRED, NOT_FOUND; CONFLICT_OF_INTEREST where it is the viewer; what beginErasure refuses; SECOND_PERSON_REQUIRED
 */
export async function eraseMember(
  ctx: Context,
  memberId: string,
  reason: string,
  approved: Approved | null = null,
): Promise<true> {
  assertMay(ctx, staff, null);
  const given = requiredReason(reason, say("persons.sayWhoAsked"));
  const asked = { kind: RequestKind.ERASE_MEMBER, arguments: { memberId }, memberIds: [memberId], reason: given };
  await inTransactionOfTwo(ctx, asked, approved, async (tx) => {
    const [member] = isId(memberId)
      ? await tx.query('SELECT account_id AS "accountId" FROM member WHERE id = $1', [memberId])
      : [];
    if (!member) throw notFound("member", "memberId");
    const { accountId } = member;
    if (untouchable(ctx.viewer, { accountId, ended: false }) === "OWN")
      throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "persons.eraseYourself");
    await beginErasure(tx, ctx, { accountId, memberId }, given);
  });
  return true;
}
