import { DateTime } from "luxon";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { enqueue, Urgency } from "../core/jobs.ts";
import { MailSuppression } from "../mail/mail.entity.ts";
import { EmailAddress } from "./account.entity.ts";
import { EmailCode } from "./email-code.entity.ts";
import { readEmailAddress } from "./email-rules.ts";
import { limitMailTo } from "./limit-mail-to.ts";
import { lockAddresses } from "./lock-addresses.ts";
import { codeMinutes } from "./mailed-code.ts";
import { signedInAccount } from "./signed-in-account.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "accounts.mailEmailCode": { emailAddressId: string };
  }
}

/** More than anybody has; keeps an account from mailing the world. */
const maximumAddresses = 10;

/**
 * Adds an address to the viewer's account; it counts once the mailed code is typed. Adding it again mails a new code,
 * as does adding a verified one to which no mail goes.
 * Answers alike whether or not another account has the address.
 * @throws UNAUTHENTICATED, BAD_INPUT, TOO_MANY_REQUESTS
 */
export async function addEmailAddress(ctx: Context, email: string): Promise<true> {
  const accountId = signedInAccount(ctx);
  const address = readEmailAddress(email);
  await limitMailTo(ctx, address);
  await inTransaction(ctx, async (tx) => {
    const held = await lockAddresses(tx, accountId);
    const known = held.find((other) => other.address === address);
    // One that mail came back from is shown to work again by a code.
    if (known?.verifiedAt && !(await tx.existsBy(MailSuppression, { address }))) return;
    if (!known && held.length >= maximumAddresses)
      throw new DomainError(ErrorCode.BAD_INPUT, "accounts.maximumAddresses", { field: "email", maximumAddresses });
    const id: string = known?.id ?? (await tx.insert(EmailAddress, { accountId, address })).identifiers[0]?.id;
    const expiresAt = DateTime.fromJSDate(ctx.now()).plus({ minutes: codeMinutes }).toJSDate();
    await tx.upsert(EmailCode, { emailAddressId: id, codeHash: null, attempts: 0, expiresAt }, ["emailAddressId"]);
    if (!known) await audit(tx, ctx, "account.add-address", ["account", accountId], { after: { address } });
    await enqueue(tx, "accounts.mailEmailCode", { emailAddressId: id }, Urgency.AWAITED);
  });
  return true;
}
