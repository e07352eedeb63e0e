import { ConfigError } from "../core/config.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { unseal } from "../core/seal.ts";
import { SecondFactor } from "./second-factor.entity.ts";

/**
 * The key that secrets are sealed with.
 * @throws FORBIDDEN where the installation has none
 */
export function secretsKeyOf({ config }: Pick<Context, "config">): Buffer {
  if (config.secretsKey) return config.secretsKey;
  throw new DomainError(
    ErrorCode.FORBIDDEN,
    "This server cannot keep secrets yet. Ask whoever runs it to set SECRETS_KEY.",
  );
}

/**
 * At the start: secrets that were sealed with another key would fail one person at a time.
 * @throws ConfigError
 */
export async function assertSecretsOpen({ config, db }: Pick<Context, "config" | "db">): Promise<void> {
  const [sealed] = await db.manager.find(SecondFactor, { take: 1, order: { createdAt: "DESC" } });
  if (!sealed) return;
  try {
    unseal(config.secretsKey ?? Buffer.alloc(32), sealed.secret, sealed.accountId);
  } catch {
    throw new ConfigError(
      "The second factors in the database were sealed with another key: set SECRETS_KEY to that one (the embedded database's is in DATA_DIR/secrets.key), or end them all with `npm run reset-second-factor -- --all`.",
    );
  }
}
