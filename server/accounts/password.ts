import os from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { WaitingLine } from "../core/waiting-line.ts";

/** Each takes a whole processor, and one is left for everything else. */
const hashes = new WaitingLine(Math.max(1, os.availableParallelism() - 1));

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const leave = await hashes.enter();
  try {
    return await work();
  } finally {
    leave();
  }
}

/** Argon2id with the library's parameters (19 MiB, 2 passes, 1 lane), which are OWASP's minimum. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password));

let decoy: Promise<string> | undefined;

/** Takes the same time where there is no account or no password, so that time does not tell which addresses are known. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash("no account has this password");
  const kept = passwordHash ?? (await decoy);
  const matches = await inTurn(() => verify(kept, password));
  return matches && passwordHash !== null;
}
