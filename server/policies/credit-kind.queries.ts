import { type EntityManager, In } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { CreditKind } from "./credit-kind.entity.ts";

/** Every kind of credit in the order that staff set: the default among them, also those that are not earned any more. */
export const listCreditKinds = (ctx: Context): Promise<CreditKind[]> =>
  ctx.db.manager.find(CreditKind, { order: { position: "ASC", id: "ASC" } });

/** A kind of credit by its ID. */
export const creditKindById = defineLoader<string, CreditKind | null>(async (ctx, ids) =>
  orderByKey(ids as string[], await ctx.db.manager.findBy(CreditKind, { id: In(ids as string[]) }), (kind) => kind.id),
);

/** Amounts by the IDs of their kinds, as rows keep them, in the order that staff set. */
export async function kindCredits(
  ctx: Context,
  amounts: Readonly<Record<string, string>>,
): Promise<{ kind: CreditKind; credits: string }[]> {
  const found = await Promise.all(
    Object.entries(amounts).map(async ([id, credits]) => ({ kind: await creditKindById(ctx, id), credits })),
  );
  return found
    .flatMap(({ kind, credits }) => (kind ? [{ kind, credits }] : []))
    .sort((a, b) => a.kind.position - b.kind.position);
}

/**
 * The further kinds of these codes, in the order in which they are named.
 * @param field the argument whose items name them
 * @throws BAD_INPUT for one that there is not, for the default, and for one that stands twice
 */
export async function furtherKinds(tx: EntityManager, codes: readonly string[], field: string): Promise<CreditKind[]> {
  if (codes.length === 0) return [];
  const kinds = await tx.findBy(CreditKind, { code: In([...codes]), isDefault: false });
  return codes.map((code, at) => {
    const kind = kinds.find((each) => each.code === code);
    if (!kind)
      throw new DomainError(ErrorCode.BAD_INPUT, "policies.noCreditKind", { field: `${field}.${at}.kind`, kind: code });
    if (codes.indexOf(code) !== at)
      throw new DomainError(ErrorCode.BAD_INPUT, "policies.creditKindTwice", {
        field: `${field}.${at}.kind`,
        kind: kind.name,
      });
    return kind;
  });
}
