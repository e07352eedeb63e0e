import { DateTime } from "luxon";
import { type Context, inTransaction } from "../../core/context.ts";
import { createToken, hashToken } from "../access-token.ts";
import { authorizationAddress, createSecrets } from "./open-id-provider.ts";
import { BegunSingleSignOn, type ReturnTo } from "./single-sign-on.entity.ts";

/** How long somebody may take at the provider. */
export const singleSignOnMinutes = 10;

/** Which browser or account a sign-in at the provider belongs to. */
type Bound =
  | { browserHash: Buffer; accountId: null }
  | { browserHash: null; accountId: string; proofOfTokenHash?: Buffer };

/**
 * Begins a sign-in at the provider.
 * @returns where to send the browser, and the cookie that it must have when it comes back
 * @throws SingleSignOnRefusal NOT_SET_UP, UNREACHABLE
 */
export async function beginSingleSignOn(ctx: Context, returnTo: ReturnTo): Promise<{ address: URL; cookie: string }> {
  const cookie = createToken();
  const address = await sendToProvider(ctx, returnTo, { browserHash: hashToken(cookie), accountId: null });
  return { address, cookie };
}

/** Writes down what must come back, and answers where to go. */
export async function sendToProvider(ctx: Context, returnTo: ReturnTo, bound: Bound): Promise<URL> {
  const secrets = createSecrets();
  const address = await authorizationAddress(ctx.config, secrets, "proofOfTokenHash" in bound);
  await inTransaction(ctx, (tx) =>
    tx.insert(BegunSingleSignOn, {
      ...bound,
      stateHash: hashToken(secrets.state),
      nonce: secrets.nonce,
      codeVerifier: secrets.codeVerifier,
      returnTo,
      expiresAt: DateTime.fromJSDate(ctx.now()).plus({ minutes: singleSignOnMinutes }).toJSDate(),
    }),
  );
  return address;
}
