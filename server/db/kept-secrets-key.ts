import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  if (!existsSync(file)) makeKey(file);
  const text = readFileSync(file, "utf8").trim();
  if (text.length < sealKeyBytes)
    throw new ConfigError(
      `${file} holds no key: bring it back from a backup, or delete it and let everybody enrol anew.`,
    );
  return sealKeyOf(text);
}

/** Written elsewhere and then named, so that a start that is killed leaves no half of a key; the first of several starts wins. */
function makeKey(file: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${randomBytes(sealKeyBytes).toString("base64url")}\n`, { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
