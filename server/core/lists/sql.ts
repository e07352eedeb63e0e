/** Collects the values of a statement and answers with their placeholders: `` `name = ${bind(name)}` ``. */
export class Bindings {
  readonly values: unknown[];
  /** @param first values that are bound already, to $1 and so on */
  constructor(...first: unknown[]) {
    this.values = first;
  }
  readonly bind = (value: unknown): string => `$${this.values.push(value)}`;
}

/** A part of a statement, over the rows of `from`. */
export type SqlFragment = (bind: Bindings["bind"], from: string) => string;

/** Names sort as people expect: without regard to case and accents first. */
export const alphabetical = (sql: string): string => `${sql} COLLATE "und-x-icu"`;

/** SQL of each field of a row, over the aliases of a statement; of what a row holds that has an ID of its own, the fields of that. */
export type Fields<Row> = {
  readonly [Field in keyof Row]: NonNullable<Row[Field]> extends { id: string }
    ? string | Fields<NonNullable<Row[Field]>>
    : string;
};

/** `firstName` in the code is `first_name` in the database. */
export const columnOf = (field: string): string => field.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** SQL of fields that are columns of the same name. */
export const columnFields = <Field extends string>(alias: string, fields: readonly Field[]): Record<Field, string> =>
  Object.fromEntries(fields.map((field) => [field, `${alias}.${columnOf(field)}`])) as Record<Field, string>;

/** Fields for `SELECT`, each under its name. What a row holds comes as `member.id` and so on: takeNested makes an object of it. */
export const selectFields = <Row>(fields: Fields<Row>, prefix = ""): string =>
  Object.entries<string | Fields<object>>(fields)
    .map(([name, sql]) =>
      typeof sql === "string" ? `${sql} AS "${prefix}${name}"` : selectFields(sql, `${prefix}${name}.`),
    )
    .join(", ");

/** Makes objects of what rows hold, in place; null where it has no ID. */
export function takeNested<Row extends object>(rows: readonly Row[], fields: Fields<Row>): void {
  for (const [holder, held] of Object.entries<string | Fields<object>>(fields)) {
    if (typeof held === "string") continue;
    for (const row of rows as Record<string, unknown>[]) {
      const nested: Record<string, unknown> = {};
      for (const name of Object.keys(held)) {
        nested[name] = row[`${holder}.${name}`];
        delete row[`${holder}.${name}`];
      }
      row[holder] = nested.id === null ? null : nested;
    }
  }
}
