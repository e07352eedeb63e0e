import type { DataSource } from "typeorm";
import { type KeySettings, loadViewerOfKeyById } from "../../accounts/load-viewer.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import type { MemberScope } from "../../core/member-scopes.ts";
import { nobody, type Viewer } from "../../core/viewer.ts";
import { mayActForMembers } from "./member-token.policy.ts";

interface HeldToken {
  memberId: string;
  memberNumber: string;
  accountId: string | null;
  apiKeyId: string;
  scopes: MemberScope[];
}

/**
 * For whom a token acts: a member, with what its scopes name and no right that the member has otherwise, as staff or for a provider. Nobody's,
 * once it has run out, its key does not count any more or whoever made that may not, or the member is no person of their own, does not earn any more, or
 * has an account that is shut.
 */
export async function loadViewerOfMemberToken(
  db: DataSource,
  tokenHash: Buffer,
  now: Date,
  settings: KeySettings,
): Promise<Viewer> {
  const [held]: HeldToken[] = await db.query(
    `SELECT t.member_id AS "memberId", m.member_number AS "memberNumber", m.account_id AS "accountId", t.api_key_id AS "apiKeyId", t.scopes
     FROM member_token t JOIN member m ON m.id = t.member_id LEFT JOIN account a ON a.id = m.account_id
     WHERE t.token_hash = $1 AND t.expires_at > $2 AND m.active AND m.merged_into_id IS NULL AND m.erased_at IS NULL
       AND (a.id IS NULL OR a.status = 'ACTIVE')`,
    [tokenHash, now],
  );
  if (!held) return nobody;
  const { memberId, memberNumber, accountId, apiKeyId, scopes } = held;
  const key = await loadViewerOfKeyById(db, apiKeyId, now, settings);
  if (!mayActForMembers(key)) return nobody;
  return {
    ...nobody,
    accountId,
    email: `${key.email} for member ${memberNumber}`,
    memberId,
    agent: { id: apiKeyId, actor: { accountId: key.accountId, as: "STAFF" }, scopes: new Set(scopes) },
  };
}

/** Why a token that acts for a member does not count. What it was, and why it ended, is not told: whoever may know asks for another one. */
export const refusalOfBadMemberToken = (): DomainError =>
  new DomainError(ErrorCode.UNAUTHENTICATED, "memberTokens.over", { reason: "TOKEN_OVER" });
