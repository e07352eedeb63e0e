import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { assertVersion } from "../core/transitions.ts";
import { ProviderStatus, seesOf } from "../core/viewer.ts";
import { mergedMeanwhile } from "./assert-not-merged.ts";
import { Provider } from "./provider.entity.ts";
import { canUpdateProvider } from "./provider.policy.ts";
import { type ProviderProfile, profileFields } from "./provider-profile.queries.ts";
import type { ProviderProfileInput } from "./update-provider.input.ts";

/**
 * Changes what a provider says of itself. Certificates that were issued keep what they say.
 * @throws NOT_FOUND; FORBIDDEN for an editor; PROVIDER_NOT_ACTIVE while it is suspended; STALE_VERSION
 */
export async function updateProvider(
  ctx: Context,
  id: string,
  version: number,
  input: ProviderProfileInput,
): Promise<ProviderProfile> {
  return inTransaction(ctx, async (tx) => {
    const visible = isId(id) && seesOf(ctx.viewer, id);
    const provider = visible ? await tx.findOne(Provider, { where: { id }, lock: forChange }) : null;
    if (!provider) throw notFound("provider", "id");
    if (provider.status === ProviderStatus.MERGED) throw mergedMeanwhile();
    assertStanding(ctx.viewer, (viewer) => canUpdateProvider(viewer, id));
    if (!canUpdateProvider(ctx.viewer, id)) throw new DomainError(ErrorCode.FORBIDDEN, "providers.onlyOwnersChange");
    assertVersion("provider", provider.version, version);
    const profileOf = (given: ProviderProfileInput) =>
      Object.fromEntries(profileFields.map((field) => [field, given[field].trim()])) as Record<
        (typeof profileFields)[number],
        string
      >;
    const [before, after] = [profileOf(provider), profileOf(input)];
    if (profileFields.every((field) => before[field] === after[field])) return provider;
    await tx.update(Provider, id, { ...after, version: version + 1 });
    await audit(tx, ctx, "provider.update", ["provider", id], { before, after });
    return tx.findOneByOrFail(Provider, { id });
  });
}
