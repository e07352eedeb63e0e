import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { ProviderStatus } from "../core/viewer.ts";
import { type Credit, creditsOf } from "../invoices/invoice.queries.ts";
import { Provider } from "../providers/provider.entity.ts";
import { canDecideProvider } from "../providers/provider.policy.ts";

/** How many of what goes from the merged provider to the one that stays. */
export interface ProviderMergeCounts {
  programs: number;
  /** Of these, what is not settled yet: drafts among them. */
  openPrograms: number;
  colleagues: number;
  /** Of these, who acts for both already. */
  sharedColleagues: number;
  invitations: number;
  /** That work until then. They end. */
  apiKeys: number;
  uploads: number;
  invoices: number;
  ledgerEntries: number;
}

export interface ProviderMergePlan {
  kept: Provider;
  merged: Provider;
  moved: ProviderMergeCounts;
  credits: Credit[];
  fingerprint: string;
}

/**
 * What merging two providers would do; does nothing.
 * @throws NOT_FOUND; BAD_INPUT for one and the same; CONFLICT_OF_INTEREST where staff act for one of them; ILLEGAL_TRANSITION where one was merged
 *   already, where the one that stays is not let in, or while a roster of the other is being checked
 */
export async function planProviderMerge(
  tx: EntityManager,
  ctx: Context,
  keepId: string,
  mergeId: string,
): Promise<ProviderMergePlan> {
  const [kept, merged] = await Promise.all(
    [keepId, mergeId].map((id) => (isId(id) ? tx.findOneBy(Provider, { id }) : null)),
  );
  if (!kept) throw notFound("provider", "keepId");
  if (!merged) throw notFound("provider", "mergeId");
  if (kept.id === merged.id) throw new DomainError(ErrorCode.BAD_INPUT, "providers.mergeSame", { field: "mergeId" });
  for (const provider of [kept, merged]) {
    if (!canDecideProvider(ctx.viewer, provider))
      throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "providers.conflictOfInterest");
    if (provider.status === ProviderStatus.MERGED)
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "providers.mergedAlready", { number: provider.number });
  }
  if (kept.status !== ProviderStatus.ACTIVE)
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "providers.mergeNotActive", { number: kept.number });
  const [{ checking, ...moved }] = await tx.query(
    `SELECT
       (SELECT count(*)::int FROM program WHERE provider_id = $1) AS programs,
       (SELECT count(*)::int FROM program WHERE provider_id = $1
          AND status NOT IN ('COMPLETED', 'DENIED', 'WITHDRAWN', 'CANCELLED')) AS "openPrograms",
       (SELECT count(*)::int FROM provider_account WHERE provider_id = $1) AS colleagues,
       (SELECT count(*)::int FROM provider_account a JOIN provider_account k USING (account_id)
          WHERE a.provider_id = $1 AND k.provider_id = $2) AS "sharedColleagues",
       (SELECT count(*)::int FROM invitation WHERE provider_id = $1 AND expires_at > $3) AS invitations,
       (SELECT count(*)::int FROM api_key WHERE provider_id = $1 AND revoked_at IS NULL AND expires_at > $3) AS "apiKeys",
       (SELECT count(*)::int FROM attendance_upload WHERE provider_id = $1) AS uploads,
       (SELECT count(*)::int FROM invoice WHERE provider_id = $1) AS invoices,
       (SELECT count(*)::int FROM ledger_entry WHERE provider_id = $1) AS "ledgerEntries",
       EXISTS (SELECT FROM attendance_upload WHERE provider_id = $1 AND status = 'CHECKING') AS checking`,
    [merged.id, kept.id, ctx.now()],
  );
  if (checking) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "providers.mergeWhileChecking");
  const credits = await creditsOf(tx, merged.id);
  const seen = [kept, merged].map(({ id, name, status, version }) => [id, name, status, version]);
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([seen, moved, credits]))
    .digest("hex");
  return { kept, merged, moved, credits, fingerprint };
}
