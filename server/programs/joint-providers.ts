import { type EntityManager, In } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { ProviderStatus } from "../core/viewer.ts";
import { Provider } from "../providers/provider.entity.ts";
import type { Program } from "./program.entity.ts";

type Queries = Pick<EntityManager, "query">;

/** What looks like the number of a provider's account: P0002. All else is a name. */
const accountNumber = /^[A-Z]{1,3}\d{4,12}$/i;

/** A joint provider as it is kept: the number of an account in capitals, or a name. Empty: none. */
export function jointProviderOf(given: string): string {
  const text = given.trim();
  return accountNumber.test(text) ? text.toUpperCase() : text;
}

/**
 * SQL of the names of those who provide program `p` together with its provider, in the order of the application. An account is called what it is
 * called now, or, where it was merged, what the one is called that stays; who has become the program's own provider is not named twice.
 */
export const jointNamesSql = (p: string): string => `ARRAY(
  SELECT named.name FROM (
    SELECT coalesce(k.name, v.name, j.given) AS name, min(j.at) AS at
    FROM unnest(${p}.joint_providers) WITH ORDINALITY AS j (given, at)
    LEFT JOIN provider v ON v.number = j.given LEFT JOIN provider k ON k.id = v.merged_into_id
    WHERE coalesce(k.id, v.id) IS DISTINCT FROM ${p}.provider_id GROUP BY 1) named
  ORDER BY named.at)`;

/** The names by which accounts are called now whose numbers stand for joint providers, by number; of one that was merged, of the one that stays. */
export async function jointNamesOf(db: Queries, numbers: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found: { number: string; name: string }[] =
    numbers.length === 0
      ? []
      : await db.query(
          `SELECT v.number, coalesce(k.name, v.name) AS name FROM provider v LEFT JOIN provider k ON k.id = v.merged_into_id
           WHERE v.number = ANY($1)`,
          [numbers],
        );
  return new Map(found.map(({ number, name }) => [number, name]));
}

/** The accounts that a program names beside its provider. */
export async function jointAccounts(tx: EntityManager, programId: string): Promise<{ id: string; name: string }[]> {
  return tx.query(
    `SELECT DISTINCT coalesce(k.id, v.id) AS id, coalesce(k.name, v.name) AS name
     FROM program p JOIN provider v ON v.number = ANY(p.joint_providers) LEFT JOIN provider k ON k.id = v.merged_into_id
     WHERE p.id = $1 AND coalesce(k.id, v.id) <> p.provider_id ORDER BY 1`,
    [programId],
  );
}

/**
 * Refuses what cannot be named on a program beside its provider.
 * @throws BAD_INPUT, at the place of the list, for a number that no provider has who is let in, the program's own provider, and what stands twice
 */
export async function assertJointProviders(
  tx: EntityManager,
  { providerId, jointProviders: given }: Pick<Program, "providerId" | "jointProviders">,
): Promise<void> {
  if (given.length === 0) return;
  const found = await tx.find(Provider, {
    where: { number: In(given) },
    relations: { mergedInto: true },
  });
  const own = await tx.findOneByOrFail(Provider, { id: providerId });
  const accounts = new Map(found.map((account) => [account.number, account.mergedInto ?? account]));
  const seen = new Set<string>([own.name.toLowerCase()]);
  for (const [at, text] of given.entries()) {
    const account = accounts.get(text);
    const field = `jointProviders.${at}`;
    if (accountNumber.test(text) && account?.status !== ProviderStatus.ACTIVE)
      throw new DomainError(ErrorCode.BAD_INPUT, "programs.noJointProvider", { field, number: text });
    if (account?.id === providerId) throw new DomainError(ErrorCode.BAD_INPUT, "programs.jointIsOwn", { field });
    const name = (account?.name ?? text).toLowerCase();
    if (seen.has(name)) throw new DomainError(ErrorCode.BAD_INPUT, "programs.jointTwice", { field, name: text });
    seen.add(name);
  }
}
