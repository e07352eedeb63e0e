import type { CsvColumn } from "../core/csv/read-csv.ts";
import { fold } from "../core/fold.ts";
import type { CreditKind } from "./credit-kind.entity.ts";

/** As much of a kind of credit as it takes to know it by what a file calls it. */
export type KnownKind = Pick<CreditKind, "id" | "code" | "unit" | "name">;

/** A column of a further kind of credit, by the kind's ID. */
export type KindColumn = `kind ${string}`;

export const isKindColumn = (key: string): key is KindColumn => key.startsWith("kind ");

/** The ID of the kind that a column is of. */
export const kindOfColumn = (key: KindColumn): string => key.slice("kind ".length);

/**
 * The columns of further kinds of credit: each goes by its code, and by its unit or name where nothing else does.
 * @param taken the headings of the other columns
 */
export function kindColumns(kinds: readonly KnownKind[], taken: readonly string[]): CsvColumn<KindColumn>[] {
  const others = new Set([...taken, "CEC", "Credit"].map(fold));
  return kinds.map(({ id, code, unit, name }) => {
    const elsewhere = kinds.filter((kind) => kind.id !== id).flatMap((kind) => [kind.code, kind.unit, kind.name]);
    const known = new Set([...others, ...elsewhere.map(fold)]);
    return {
      key: `kind ${id}`,
      headings: [code, ...[unit, name].filter((heading) => fold(heading) !== "" && !known.has(fold(heading)))],
      required: false,
    };
  });
}
