import type { EntityManager } from "typeorm";
import { ConfigError } from "../core/config.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange } from "../core/locks.ts";
import { isSealedWith, seal, sealKeyBytes, unseal } from "../core/seal.ts";
import { SecondFactor } from "./second-factor.entity.ts";

/**
 * The key that secrets are sealed with.
 * @throws FORBIDDEN where the installation has none
 */
export function secretsKeyOf({ config }: Pick<Context, "config">): Buffer {
  if (config.secretsKey) return config.secretsKey;
  throw new DomainError(ErrorCode.FORBIDDEN, "secondFactor.noSecretsKey");
}

const opens = (key: Buffer, { secret, accountId }: SecondFactor): boolean => isSealedWith(key, secret, accountId);

const sealedOtherwise = () =>
  new ConfigError(
    "The second factors in the database were sealed with another key: set SECRETS_KEY to that one (the embedded database's is in DATA_DIR/secrets.key), or, to exchange it, SECRETS_KEY_PREVIOUS. `npm run reset-second-factor -- --all` ends them all.",
  );

/**
 * At the start: secrets that were sealed with another key would fail one person at a time. Where the previous key is given, all that it
 * sealed is sealed anew.
 * @throws ConfigError
 */
export async function readySecrets({ config, db }: Pick<Context, "config" | "db">): Promise<void> {
  const key = config.secretsKey ?? Buffer.alloc(sealKeyBytes);
  const { previousSecretsKey: previous } = config;
  if (previous) await db.transaction((tx) => sealAnew(tx, previous, key));
  const [newest] = await db.manager.find(SecondFactor, { take: 1, order: { createdAt: "DESC" } });
  if (newest && !opens(key, newest)) throw sealedOtherwise();
}

/** Servers that start at once wait for each other here. */
async function sealAnew(tx: EntityManager, previous: Buffer, key: Buffer): Promise<void> {
  const factors = await tx.find(SecondFactor, { order: { accountId: "ASC" }, lock: forChange });
  for (const factor of factors) {
    const { accountId, secret } = factor;
    if (opens(key, factor)) continue;
    if (!opens(previous, factor)) throw sealedOtherwise();
    await tx.update(SecondFactor, accountId, { secret: seal(key, unseal(previous, secret, accountId), accountId) });
  }
}
