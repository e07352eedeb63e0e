import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Signer } from "@digitalbazaar/data-integrity";
import type { DataSource, EntityManager } from "typeorm";
import { IsNull, Not } from "typeorm";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { log } from "../../core/log.ts";
import { queryPrepared } from "../../core/prepared.ts";
import { isSealedWith, seal, sealKeyIn, unsealIn } from "../../core/seal.ts";
import { issuerOf } from "./issuer.ts";
import { SigningKey } from "./signing-key.entity.ts";

type Base = Pick<Context, "config" | "now">;

/** The key in force, opened. */
export interface OpenedKey {
  id: string;
  /** Where the issuer's document has its public part. */
  address: string;
  /** 32 bytes as base64url. */
  publicKey: string;
  privateKey: KeyObject;
}

/** What a sealed key belongs to. */
const about = (id: string): string => `signing-key ${id}`;

/** Public and private part of a new key, as RFC 8037 writes them. */
function makeKey(): { x: string; d: string } {
  const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return { x, d };
}

async function insertKey(tx: EntityManager, { config, now }: Base): Promise<void> {
  const { x, d } = makeKey();
  const [{ id }] = await tx.query("SELECT uuid_v7() AS id");
  // Of several that make the first one at once, one does.
  await tx.query(
    `INSERT INTO signing_key (id, public_key, sealed_private_key, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT ((true)) WHERE retired_at IS NULL DO NOTHING`,
    [id, x, seal(sealKeyIn(config), Buffer.from(d, "base64url"), about(id)), now()],
  );
}

/** Keys that this process has opened, by their IDs. A key is one thing for ever. */
const opened = new Map<string, Omit<OpenedKey, "address">>();

/** The key in force; the first one is made when it is first asked for. */
export async function keyInForce(tx: EntityManager, ctx: Base): Promise<OpenedKey> {
  const sql = "SELECT id FROM signing_key WHERE retired_at IS NULL";
  let [inForce] = await queryPrepared<{ id: string }>(tx, sql, []);
  if (!inForce) {
    await insertKey(tx, ctx);
    [inForce] = await queryPrepared<{ id: string }>(tx, sql, []);
  }
  const { id } = inForce ?? { id: "" };
  const key = opened.get(id) ?? open(ctx, await tx.findOneByOrFail(SigningKey, { id }));
  return { ...key, address: keyAddress(ctx, id) };
}

/** @throws UNAVAILABLE where it was sealed with another key: whoever runs the server reads in its log what to do */
function open({ config }: Base, { id, publicKey: x, sealedPrivateKey }: SigningKey): Omit<OpenedKey, "address"> {
  let d: string;
  try {
    d = unsealIn(config, sealedPrivateKey ?? Buffer.alloc(0), about(id)).toString("base64url");
  } catch (error) {
    log.error(
      { err: error },
      "The key that signs certificates was sealed with another SECRETS_KEY: set that one, or run npm run rotate-signing-key.",
    );
    throw new DomainError(ErrorCode.UNAVAILABLE, "certificates.cannotSign", { retryAfterSeconds: 600 });
  }
  const privateKey = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x, d }, format: "jwk" });
  const key = { id, publicKey: x, privateKey };
  // Those before it sign no more.
  opened.clear();
  opened.set(id, key);
  return key;
}

/** Where the issuer's document has the public part of a key. */
export const keyAddress = ({ config }: Pick<Context, "config">, id: string): string =>
  `${issuerOf(config.publicUrl)}#${id}`;

/** Signs as the packages of credentials ask for it. */
export const signerOf = ({ address, privateKey }: OpenedKey): Signer => ({
  algorithm: "Ed25519",
  id: address,
  sign: async ({ data }) => sign(null, data, privateKey),
});

/** All keys that ever signed, the oldest first. */
export const allKeys = ({ manager }: Pick<DataSource, "manager">): Promise<SigningKey[]> =>
  manager.find(SigningKey, { order: { createdAt: "ASC", id: "ASC" } });

/**
 * Puts a new key in the place of the one in force. What that one signed holds; its private part is destroyed.
 * @returns the new key's ID
 */
export const rotateSigningKey = (ctx: Context): Promise<string> =>
  inTransaction(ctx, async (tx) => {
    await tx.query("UPDATE signing_key SET retired_at = $1, sealed_private_key = NULL WHERE retired_at IS NULL", [
      ctx.now(),
    ]);
    await insertKey(tx, ctx);
    const { id } = await tx.findOneByOrFail(SigningKey, { retiredAt: IsNull() });
    await audit(tx, ctx, "signing-key.rotate", ["signing-key", id]);
    return id;
  });

/** At a start with the secrets' key before: seals the key in force with the present one. Throws where neither opens it. */
export async function sealSigningKeyAnew({ config, db }: Pick<Context, "config" | "db">): Promise<void> {
  const { previousSecretsKey: previous } = config;
  if (!previous) return;
  const key = await db.manager.findOneBy(SigningKey, { sealedPrivateKey: Not(IsNull()) });
  if (!key?.sealedPrivateKey) return;
  const { id, sealedPrivateKey: sealed } = key;
  const plain = unsealIn(config, sealed, about(id));
  if (isSealedWith(sealKeyIn(config), sealed, about(id))) return;
  // Nobody has changed it meanwhile.
  await db.manager.update(
    SigningKey,
    { id, sealedPrivateKey: sealed },
    { sealedPrivateKey: seal(sealKeyIn(config), plain, about(id)) },
  );
}
