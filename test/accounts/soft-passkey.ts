import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import type { World } from "../support/world.ts";

/** A byte string of CBOR (RFC 8949) with what comes before it, for the few shapes that are needed. */
const head = (major: number, length: number): Buffer =>
  length < 24
    ? Buffer.from([(major << 5) | length])
    : length < 256
      ? Buffer.from([(major << 5) | 24, length])
      : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
const bytes = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const int = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value));
const map = (...pairs: Buffer[][]): Buffer => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);

const flags = { present: 0x01, verified: 0x04, attested: 0x40 };

/** What an attacker, or a broken authenticator, does otherwise. */
export interface Quirks {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  verified?: boolean;
  present?: boolean;
  counter?: number;
  userHandle?: string | null;
  /** Signs by another key. */
  forged?: boolean;
}

interface Options {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user?: { id: string };
}

/** An authenticator in software: ES256, without attestation. Its quirks are what a real one never does. */
export class SoftPasskey {
  readonly credentialId = randomBytes(32);
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  counter = 0;
  userHandle: string | null = null;

  constructor(private readonly world: World) {}

  get id(): string {
    return this.credentialId.toString("base64url");
  }

  #clientData(type: string, challenge: string, quirks: Quirks): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: quirks.type ?? type,
        challenge: quirks.challenge ?? challenge,
        origin: quirks.origin ?? this.world.config.publicUrl,
        crossOrigin: false,
      }),
    );
  }

  #authenticatorData(rpId: string, quirks: Quirks, more: Buffer = Buffer.alloc(0)): Buffer {
    const set =
      (quirks.present === false ? 0 : flags.present) |
      (quirks.verified === false ? 0 : flags.verified) |
      (more.length > 0 ? flags.attested : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(quirks.counter ?? this.counter);
    const hash = createHash("sha256")
      .update(quirks.rpId ?? rpId)
      .digest();
    return Buffer.concat([hash, Buffer.from([set]), counter, more]);
  }

  /** As `navigator.credentials.create`, in the shape of the API's `NewPasskeyInput`. */
  create(options: string, name: string, quirks: Quirks = {}) {
    const { challenge, rp, user } = JSON.parse(options) as Options;
    this.userHandle = user?.id ?? null;
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    const key = map(
      [int(1), int(2)],
      [int(3), int(-7)],
      [int(-1), int(1)],
      [int(-2), bytes(Buffer.from(x, "base64url"))],
      [int(-3), bytes(Buffer.from(y, "base64url"))],
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, key]);
    const data = this.#authenticatorData(rp?.id ?? "", quirks, attested);
    const attestation = map([text("fmt"), text("none")], [text("attStmt"), map()], [text("authData"), bytes(data)]);
    return {
      name,
      credentialId: this.id,
      clientDataJSON: this.#clientData("webauthn.create", challenge, quirks).toString("base64url"),
      attestationObject: attestation.toString("base64url"),
      transports: ["internal"],
    };
  }

  /** As `navigator.credentials.get`, in the shape of the API's `PasskeyAnswerInput`. Counts its use. */
  get(options: string, quirks: Quirks = {}) {
    const { challenge, rpId = "" } = JSON.parse(options) as Options;
    if (quirks.counter === undefined) this.counter++;
    const clientData = this.#clientData("webauthn.get", challenge, quirks);
    const data = this.#authenticatorData(rpId, quirks);
    const key: KeyObject = quirks.forged
      ? generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
      : this.#keys.privateKey;
    const signature = createSign("sha256")
      .update(Buffer.concat([data, createHash("sha256").update(clientData).digest()]))
      .sign(key);
    return {
      credentialId: this.id,
      clientDataJSON: clientData.toString("base64url"),
      authenticatorData: data.toString("base64url"),
      signature: signature.toString("base64url"),
      userHandle: quirks.userHandle === undefined ? this.userHandle : quirks.userHandle,
    };
  }
}

export const beginPasskey = "mutation { beginPasskey }";
export const addPasskey =
  "mutation ($passkey: NewPasskeyInput!) { addPasskey(passkey: $passkey) { passkey { id name } recoveryCodes viewer { isStaff mustSetUpSecondFactor } } }";

/** Adds a passkey to an account by the API, as browsers do. */
export async function withPasskey(
  world: World,
  token: string,
  name = "Telephone",
): Promise<{ passkey: SoftPasskey; id: string; recoveryCodes: string[] | null }> {
  const passkey = new SoftPasskey(world);
  const { beginPasskey: options } = await world.ok(token, beginPasskey);
  const { addPasskey: added } = await world.ok(token, addPasskey, { passkey: passkey.create(options, name) });
  return { passkey, id: added.passkey.id, recoveryCodes: added.recoveryCodes };
}
