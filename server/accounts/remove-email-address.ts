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
 * Takes an address off the viewer's account. Where it was the primary one, the address verified longest becomes that.
 * @throws UNAUTHENTICATED; NOT_FOUND; LAST_ADDRESS where no verified one would be left
 */
export async function removeEmailAddress(ctx: Context, id: string): Promise<Viewer> {
  const accountId = signedInAccount(ctx);
  await inTransaction(ctx, async (tx) => {
    const addresses = await lockAddresses(tx, accountId);
    const removed = addresses.find((address) => address.id === id);
    if (!removed) throw notFound("emailAddress");
    const heir = addresses.find((address) => address.verifiedAt && address.id !== id);
    if (!heir) throw new DomainError(ErrorCode.LAST_ADDRESS, "accounts.lastAddress", { field: "id" });
    await tx.delete(EmailAddress, id);
    if (removed.isPrimary) {
      await tx.update(EmailAddress, heir.id, { isPrimary: true });
      ctx.viewer = { ...ctx.viewer, email: heir.address };
    }
    const before = { address: removed.address };
    await audit(tx, ctx, "account.remove-address", ["account", accountId], { before });
    if (removed.verifiedAt)
      await tellOfChange(
        tx,
        ctx,
        accountId,
        say("changeSubject.addressRemoved"),
        say("changeText.addressRemoved", { address: removed.address }),
        [removed.address],
      );
  });
  return ctx.viewer;
}
