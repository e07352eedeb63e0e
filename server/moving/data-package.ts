import { type ExportChoice, exportedColumns, exportedName } from "./exported-columns.ts";
import type { MovingColumn, MovingKind, MovingKindName } from "./moving-kind.ts";

/** What a column holds, after Frictionless Table Schema. */
const fieldOf = ({ headings: [name], type, isDay, required }: MovingColumn) => ({
  name,
  ...(isDay
    ? { type: "date" }
    : type === "boolean"
      ? { type, trueValues: ["yes"], falseValues: ["no"] }
      : { type: type ?? "string" }),
  ...(required && { constraints: { required } }),
});

/** Describes the lists of an export, after Frictionless Data Package: columns, keys, and what refers to what. */
export function dataPackage(kinds: readonly MovingKind[], choice: ExportChoice): object {
  const resourceOf = ({ fileNames }: MovingKind): string => fileNames[0].replaceAll(" ", "-");
  const headingOf = (kind: MovingKind | undefined, key: string): string =>
    kind?.columns.find((column) => column.key === key)?.headings[0] ?? key;
  const byName = new Map<MovingKindName, MovingKind>(kinds.map((kind) => [kind.name, kind]));
  return {
    profile: "tabular-data-package",
    name: "accrue",
    resources: kinds.map((kind) => {
      const { key, refers = {} } = kind.exported;
      const columns = exportedColumns(kind, choice) ?? [];
      return {
        profile: "tabular-data-resource",
        name: resourceOf(kind),
        path: exportedName(kind),
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        dialect: { delimiter: ",", lineTerminator: "\r\n", quoteChar: '"', doubleQuote: true, header: true },
        schema: {
          fields: columns.map(fieldOf),
          missingValues: [""],
          primaryKey: key.map((column) => headingOf(kind, column)),
          foreignKeys: Object.entries(refers).flatMap(([column, [to, field]]) => {
            const named = byName.get(to);
            return named
              ? [
                  {
                    fields: headingOf(kind, column),
                    reference: { resource: resourceOf(named), fields: headingOf(named, field) },
                  },
                ]
              : [];
          }),
        },
      };
    }),
  };
}
