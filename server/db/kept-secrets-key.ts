import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ConfigError } from "../core/config.ts";
import { sealKeyBytes, sealKeyOf } from "../core/seal.ts";

/**
 * The key of the embedded database's secrets: `secrets.key` beside it, made at the first start and readable by its owner alone.
 * @throws ConfigError where the file is there and is no key
 */
export function keptSecretsKey(dataDir: string): Buffer {
  const file = path.join(dataDir, "secrets.key");
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(sealKeyBytes).toString("base64url")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const text = readFileSync(file, "utf8").trim();
  if (text.length < sealKeyBytes)
    throw new ConfigError(
      `${file} holds no key: bring it back from a backup, or delete it and let everybody enrol anew.`,
    );
  return sealKeyOf(text);
}
