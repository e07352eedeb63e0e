import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import type { Viewer } from "../core/viewer.ts";
import { EmailAddress } from "./account.entity.ts";
import { lockAddresses } from "./lock-addresses.ts";
import { signedInAccount } from "./signed-in-account.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Makes a verified address of the viewer's account the one that mail goes to first.
 * @throws UNAUTHENTICATED; NOT_FOUND; BAD_INPUT where it is not verified
 */
export async function makeEmailAddressPrimary(ctx: Context, id: string): Promise<Viewer> {
  const accountId = signedInAccount(ctx);
  await inTransaction(ctx, async (tx) => {
    const addresses = await lockAddresses(tx, accountId);
    const chosen = addresses.find((address) => address.id === id);
    if (!chosen) throw notFound("emailAddress");
    if (!chosen.verifiedAt) throw new DomainError(ErrorCode.BAD_INPUT, "accounts.verifyFirst", { field: "id" });
    if (chosen.isPrimary) return;
    const before = addresses.find((address) => address.isPrimary)?.address ?? null;
    await tx.update(EmailAddress, { accountId, isPrimary: true }, { isPrimary: false });
    await tx.update(EmailAddress, id, { isPrimary: true });
    const after = { address: chosen.address };
    await audit(tx, ctx, "account.change-primary-address", ["account", accountId], {
      before: { address: before },
      after,
    });
    await tellOfChange(
      tx,
      ctx,
      accountId,
      say("changeSubject.primaryChanged"),
      say("changeText.primaryChanged", { address: chosen.address }),
    );
    ctx.viewer = { ...ctx.viewer, email: chosen.address };
  });
  return ctx.viewer;
}
