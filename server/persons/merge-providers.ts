import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forChangeSql, forRemovalSql } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { assertMay, staff } from "../core/policy.ts";
import { ProviderStatus } from "../core/viewer.ts";
import { type Approved, inTransactionOfTwo } from "../policies/in-transaction-of-two.ts";
import { RequestKind } from "../policies/waiting-request.entity.ts";
import { Provider } from "../providers/provider.entity.ts";
import { mailMerged } from "../providers/provider.mail.ts";
import { type ProviderMergePlan, planProviderMerge } from "./plan-provider-merge.ts";

/**
 * Makes one provider of two accounts of it: `keepId` stays, with the programs, colleagues, invitations, rosters, invoices and money of both;
 * `mergeId` is another number of it from then on, and its API keys end. Certificates and invoices stay as they were printed. For good.
 * @param fingerprint of the plan that was looked at
 * @throws what planProviderMerge refuses; REASON_REQUIRED; STALE_VERSION where the plan would be another one by now; SECOND_PERSON_REQUIRED
 */
export async function mergeProviders(
  ctx: Context,
  keepId: string,
  mergeId: string,
  fingerprint: string,
  reason: string,
  approved: Approved | null = null,
): Promise<Provider> {
  assertMay(ctx, staff, null);
  const given = requiredReason(reason, say("providers.sayWhyOne"));
  const asked = {
    kind: RequestKind.MERGE_PROVIDERS,
    arguments: { keepId, mergeId, fingerprint },
    memberIds: [],
    reason: given,
  };
  return inTransactionOfTwo(ctx, asked, approved, async (tx) => {
    await lockWhatMoves(tx, [keepId, mergeId].filter(isId), mergeId);
    const plan = await planProviderMerge(tx, ctx, keepId, mergeId);
    if (plan.fingerprint !== fingerprint) throw new DomainError(ErrorCode.STALE_VERSION, "persons.mergeChanged");
    await move(tx, ctx, plan);
    await record(tx, ctx, plan, given);
    await mailMerged(tx, ctx, plan, given);
    return tx.findOneByOrFail(Provider, { id: plan.kept.id });
  });
}

/**
 * Programs and then the providers, as everybody locks; these as for removal, so that nothing new becomes the merged one's. A program that came
 * between the two is another plan.
 */
async function lockWhatMoves(tx: EntityManager, ids: string[], mergeId: string): Promise<void> {
  if (isId(mergeId))
    await tx.query(`SELECT FROM program WHERE provider_id = $1 ORDER BY id ${forChangeSql}`, [mergeId]);
  await tx.query(`SELECT FROM provider WHERE id = ANY($1::uuid[]) ORDER BY id ${forRemovalSql}`, [ids]);
}

async function move(tx: EntityManager, ctx: Context, { kept, merged }: ProviderMergePlan): Promise<void> {
  const ids = [kept.id, merged.id];
  await tx.update(Provider, merged.id, { status: ProviderStatus.MERGED, mergedIntoId: kept.id });
  await tx.query("UPDATE provider SET merged_into_id = $1 WHERE merged_into_id = $2", ids);
  // Whoever acts for both keeps the larger of two roles.
  await tx.query(
    `INSERT INTO provider_account AS pa (provider_id, account_id, role)
     SELECT $1, account_id, role FROM provider_account WHERE provider_id = $2
     ON CONFLICT (provider_id, account_id) DO UPDATE SET role = excluded.role WHERE excluded.role = 'OWNER'`,
    ids,
  );
  await tx.query("DELETE FROM provider_account WHERE provider_id = $1", [merged.id]);
  // An address that both asked is asked once, by the one that stays; what has run out asks nobody.
  await tx.query("DELETE FROM invitation WHERE provider_id = ANY($1::uuid[]) AND expires_at <= $2", [ids, ctx.now()]);
  await tx.query(
    `DELETE FROM invitation i USING invitation k WHERE i.provider_id = $2 AND k.provider_id = $1 AND k.address = i.address`,
    ids,
  );
  await tx.query(
    "UPDATE api_key SET revoked_at = $2 WHERE provider_id = $1 AND revoked_at IS NULL AND expires_at > $2",
    [merged.id, ctx.now()],
  );
  // The same file is owned once.
  await tx.query(
    `UPDATE attendance_upload u SET owns_file = false FROM attendance_upload k
     WHERE u.provider_id = $2 AND u.owns_file AND k.provider_id = $1 AND k.owns_file AND k.sha256 = u.sha256`,
    ids,
  );
  // Of two shared views of one name the one stays that stands where all go.
  await tx.query(
    `DELETE FROM saved_view v USING saved_view k WHERE v.provider_id = $2 AND k.provider_id = $1 AND k.list = v.list AND lower(k.name) = lower(v.name)`,
    ids,
  );
  for (const table of [
    "invitation",
    "api_key",
    "program",
    "attendance_upload",
    "invoice",
    "ledger_entry",
    "event",
    "webhook",
    "saved_view",
  ])
    await tx.query(`UPDATE ${table} SET provider_id = $1 WHERE provider_id = $2`, ids);
}

async function record(
  tx: EntityManager,
  ctx: Context,
  { kept, merged, moved, credits }: ProviderMergePlan,
  reason: string,
): Promise<void> {
  await audit(tx, ctx, "provider.merge", ["provider", kept.id], {
    reason,
    before: { number: merged.number, name: merged.name, status: merged.status },
    after: { number: kept.number, moved: { ...moved }, credits: credits.map((credit) => ({ ...credit })) },
  });
  await audit(tx, ctx, "provider.merge-into", ["provider", merged.id], {
    reason,
    before: { status: merged.status },
    after: { status: ProviderStatus.MERGED, number: kept.number, providerId: kept.id },
  });
}
