import { type EntityManager, In } from "typeorm";
import type { Context } from "../core/context.ts";
import { AccessToken, EmailAddress } from "./account.entity.ts";
import { EmailCode } from "./email-code.entity.ts";
import { PasskeyChallenge } from "./passkeys/passkey.entity.ts";
import { PasswordReset } from "./password-reset.entity.ts";
import { SignInChallenge } from "./second-factor.entity.ts";
import { SignUp } from "./sign-up.entity.ts";
import { BegunSingleSignOn } from "./single-sign-on/single-sign-on.entity.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** An account was shut. */
    "accounts.accessEnded": { accountId: string };
  }
}

/** What there was of it. */
export interface EndedAccess {
  signIns: number;
  apiKeys: number;
}

/**
 * Ends whatever lets somebody act as an account, whoever holds it: sign-ins and half of ones, links and codes that were mailed, what was
 * begun at the provider of single sign-on, and API keys that it made. The account is locked; password, second factor, passkeys and links to single
 * sign-on stay, and let nobody in while it is disabled.
 * @param keysOf which of its keys: all, or those of the accreditor
 */
export async function endAccess(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  keysOf: "EVERYBODY" | "ACCREDITOR",
): Promise<EndedAccess> {
  const addresses = await tx.findBy(EmailAddress, { accountId });
  const signIns = (await tx.delete(AccessToken, { accountId })).affected ?? 0;
  await tx.delete(SignInChallenge, { accountId });
  await tx.delete(PasskeyChallenge, { accountId });
  await tx.delete(BegunSingleSignOn, { accountId });
  await tx.delete(PasswordReset, { accountId });
  await tx.delete(PasswordReset, { address: In(addresses.map(({ address }) => address)) });
  await tx.delete(SignUp, { address: In(addresses.map(({ address }) => address)) });
  await tx.delete(EmailCode, { emailAddressId: In(addresses.map(({ id }) => id)) });
  const [, apiKeys]: [unknown, number] = await tx.query(
    `UPDATE api_key SET revoked_at = $2
     WHERE created_by_account_id = $1 AND revoked_at IS NULL AND (provider_id IS NULL OR $3)`,
    [accountId, ctx.now(), keysOf === "EVERYBODY"],
  );
  return { signIns, apiKeys };
}
