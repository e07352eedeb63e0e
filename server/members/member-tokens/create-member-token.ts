import { DateTime } from "luxon";
import { createToken, hashToken } from "../../accounts/access-token.ts";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { toStaySql } from "../../core/locks.ts";
import type { MemberScope } from "../../core/member-scopes.ts";
import { enforceLimit } from "../../core/rate-limits.ts";
import { refusalOfKey } from "../../core/refuse-key.ts";
import { testPrefix } from "../../core/sandbox.ts";
import { memberIdByNumber } from "../member.queries.ts";
import { MemberToken } from "./member-token.entity.ts";
import { memberTokensByKey } from "./member-token.limits.ts";
import { mayActForMembers } from "./member-token.policy.ts";

export interface NewMemberToken {
  memberNumber: string;
  scopes: MemberScope[];
  expiresInMinutes: number;
}

export interface CreatedMemberToken {
  token: string;
  expiresAt: Date;
  scopes: MemberScope[];
}

/** How long a token acts at most: for as long as somebody sits at a page. Whoever goes on asks for another one. */
export const longestMinutes = 60;

/** How every token begins, so that it is told from keys and sign-ins, and found where it was published by mistake. */
export const memberTokenPrefix = "accruemember_";
/** The same in the sandbox. */
export const testMemberPrefix = `${testPrefix}member_`;

/**
 * Makes a token with which the accreditor's own server acts for a member, within scopes and for minutes: the token is in the answer and nowhere
 * else. The member need not have an account; what is bound to an account's addresses they don't have then.
 * @throws FORBIDDEN for who is no key of the accreditor; NOT_FOUND, ILLEGAL_TRANSITION for who was erased, MEMBER_INACTIVE also where the
 *   account is shut; TOO_MANY_REQUESTS
 */
export async function createMemberToken(ctx: Context, input: NewMemberToken): Promise<CreatedMemberToken> {
  const { viewer } = ctx;
  if (!viewer.apiKey || !mayActForMembers(viewer)) throw refusalOfKey(viewer, "createMemberToken");
  const apiKeyId = viewer.apiKey.id;
  await enforceLimit(ctx, memberTokensByKey, apiKeyId);
  return inTransaction(ctx, async (tx) => {
    const [member]: { id: string; active: boolean; erased: boolean; shut: boolean }[] = await tx.query(
      `SELECT m.id, m.active, m.erased_at IS NOT NULL AS erased, coalesce(a.status <> 'ACTIVE', false) AS shut
       FROM member m LEFT JOIN account a ON a.id = m.account_id WHERE m.id = ${memberIdByNumber("$1")} ${toStaySql} OF m`,
      [input.memberNumber.trim()],
    );
    const [key]: { expiresAt: Date }[] = await tx.query(
      `SELECT expires_at AS "expiresAt" FROM api_key WHERE id = $1 AND revoked_at IS NULL ${toStaySql}`,
      [apiKeyId],
    );
    if (!key) throw new DomainError(ErrorCode.UNAUTHENTICATED, "apiKeys.unknown");
    const field = "memberNumber";
    if (!member) throw notFound("member", field);
    if (member.erased) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "persons.gone", { field });
    if (!member.active || member.shut)
      throw new DomainError(ErrorCode.MEMBER_INACTIVE, "claims.memberInactive", { field });
    const token = `${ctx.config.sandbox ? testMemberPrefix : memberTokenPrefix}${createToken()}`;
    const createdAt = ctx.now();
    const wanted = DateTime.fromJSDate(createdAt).plus({ minutes: input.expiresInMinutes }).toJSDate();
    const expiresAt = wanted < key.expiresAt ? wanted : key.expiresAt;
    const { scopes } = input;
    await tx.insert(MemberToken, {
      tokenHash: hashToken(token),
      memberId: member.id,
      apiKeyId,
      scopes,
      createdAt,
      expiresAt,
    });
    await audit(tx, ctx, "member.create-token", ["member", member.id], {
      after: { apiKeyId, scopes, expiresAt: expiresAt.toISOString() },
    });
    return { token, expiresAt, scopes };
  });
}
