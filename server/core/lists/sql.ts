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

/** A pattern for LIKE that finds what begins with `text`, with its own wildcards made plain. */
export const beginningWith = (text: string): string => `${text.replace(/[\\%_]/g, "\\$&")}%`;

/** The same for what has `text` anywhere. */
export const containing = (text: string): string => `%${beginningWith(text)}`;

/** Names sort as people expect: without regard to case and accents first. */
export const alphabetical = (sql: string): string => `${sql} COLLATE "und-x-icu"`;

/**
 * Fields for `SELECT`, each under its name. With a prefix, such as `member.`, for something that a row holds: `takeNested` makes an
 * object of them.
 */
export const selectFields = (fields: Record<string, string>, prefix = ""): string =>
  Object.entries(fields)
    .map(([name, sql]) => `${sql} AS "${prefix}${name}"`)
    .join(", ");

/** Takes what was selected with a prefix out of a row and answers with the object that it makes; null where it has no ID. */
export function takeNested<T extends { id: string }>(row: object, prefix: string): T | null {
  const held: Record<string, unknown> = {};
  const columns = row as Record<string, unknown>;
  for (const name of Object.keys(columns))
    if (name.startsWith(prefix)) {
      held[name.slice(prefix.length)] = columns[name];
      delete columns[name];
    }
  return held.id === null ? null : (held as T);
}
