import type { EntityManager } from "typeorm";
import { defaultLanguage, type Language } from "../core/messages/sentence.ts";

/** The language that an account's mails are written in; without an account `otherwise`. */
export async function languageOfAccount(
  tx: EntityManager,
  accountId: string | null,
  otherwise = defaultLanguage,
): Promise<Language> {
  if (!accountId) return otherwise;
  const [account]: { language: Language }[] = await tx.query("SELECT language FROM account WHERE id = $1", [accountId]);
  return account?.language ?? otherwise;
}
