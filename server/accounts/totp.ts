import { Secret, TOTP } from "otpauth";

/** What every authenticator app can do: SHA-1, six digits, 30 seconds. */
const settings = { algorithm: "SHA1", digits: 6, period: 30 };

/** Clocks of telephones are off by seconds: the step before this one and the one after count, too (RFC 6238, 5.2). */
const window = 1;

const secretBytes = 20;

export interface TotpSecret {
  bytes: Buffer;
  /** In base 32, as people type it into an app. */
  text: string;
}

/** 160 random bits, as RFC 4226 recommends. */
export function createTotpSecret(): TotpSecret {
  const secret = new Secret({ size: secretBytes });
  return { bytes: Buffer.from(secret.bytes), text: secret.base32 };
}

const secretOf = (bytes: Buffer): Secret => new Secret({ buffer: Uint8Array.from(bytes).buffer });

/** The address that a QR code holds. `issuer` and `label` are what the app shows. */
export const totpAddress = (secret: Buffer, issuer: string, label: string): string =>
  new TOTP({ ...settings, secret: secretOf(secret), issuer, label }).toString();

/** Which time step a code of six digits belongs to: this one or one beside it. Null: the code is not right. */
export function totpStep(secret: Buffer, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = TOTP.validate({ ...settings, secret: secretOf(secret), token: code, timestamp, window });
  return delta === null ? null : TOTP.counter({ period: settings.period, timestamp }) + delta;
}
