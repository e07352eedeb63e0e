import { hash, verify } from "@node-rs/argon2";

/** Argon2id with the library's parameters (19 MiB, 2 passes, 1 lane), which are OWASP's minimum. */
export const hashPassword = (password: string): Promise<string> => hash(password);

let decoy: Promise<string> | undefined;

/** Takes the same time where there is no account or no password, so that time does not tell which addresses are known. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash("no account has this password");
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && passwordHash !== null;
}
