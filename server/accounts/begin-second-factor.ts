import QRCode from "qrcode";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { assertProved } from "../core/proof.ts";
import { seal } from "../core/seal.ts";
import { assertPassword } from "./assert-password.ts";
import { Passkey } from "./passkeys/passkey.entity.ts";
import { secretsKeyOf } from "./secrets-key.ts";
import { signedInAccount } from "./signed-in-account.ts";
import { createTotpSecret, totpAddress } from "./totp.ts";

/** What an authenticator app needs, shown while it is set up and never again. */
export interface BegunSecondFactor {
  /** `otpauth://totp/…` */
  address: string;
  /** The secret in base 32, to be typed where no code can be scanned. */
  secret: string;
  /** The address as a picture: a `data:` address of an SVG. */
  qrCode: string;
}

/**
 * Begins to set up a second factor for the viewer's account. It counts once a code of it is typed; beginning again makes another secret.
 * @throws UNAUTHENTICATED; WRONG_CREDENTIALS; TOO_MANY_REQUESTS; STEP_UP_REQUIRED where the account has a passkey; ILLEGAL_TRANSITION where there is one already
 */
export async function beginSecondFactor(ctx: Context, password: string): Promise<BegunSecondFactor> {
  const accountId = signedInAccount(ctx);
  const key = secretsKeyOf(ctx);
  await assertPassword(ctx, accountId, password);
  // Whoever has a passkey shows it: a password that was seen must not be enough to add another second factor.
  if (await ctx.db.manager.existsBy(Passkey, { accountId })) await assertProved(ctx, "beginSecondFactor");
  const { bytes, text } = createTotpSecret();
  await inTransaction(ctx, async (tx) => {
    const [begun] = await tx.query(
      `INSERT INTO second_factor AS f (account_id, secret, created_at) VALUES ($1, $2, $3)
       ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
       WHERE f.confirmed_at IS NULL RETURNING account_id`,
      [accountId, seal(key, bytes, accountId), ctx.now()],
    );
    if (!begun) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "secondFactor.already");
  });
  const issuer = `Accrue ${new URL(ctx.config.publicUrl).hostname}`;
  const address = totpAddress(bytes, issuer, ctx.viewer.email);
  const svg = await QRCode.toString(address, { type: "svg", errorCorrectionLevel: "M", margin: 4 });
  return { address, secret: text, qrCode: `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}` };
}
