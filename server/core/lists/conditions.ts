import { isId } from "../ids.ts";
import type { Bindings } from "./sql.ts";

type Bind = Bindings["bind"];

/** The condition that a column has this ID; null where none is asked for. No row has what is no ID. */
export const hasId = (column: string, id: string | null | undefined, bind: Bind): string | null =>
  id ? (isId(id) ? `${column} = ${bind(id)}` : "false") : null;

/** The condition that a column has one of these IDs; null where none are asked for. Of no IDs there is no row. */
export const hasAnyId = (column: string, ids: readonly string[] | null | undefined, bind: Bind): string | null =>
  ids ? `${column} = ANY(${bind(ids.filter(isId))}::uuid[])` : null;

/** The condition that a column has one of these values; null where none is asked for. */
export const isAnyOf = (column: string, values: readonly string[] | null | undefined, bind: Bind): string | null =>
  values && values.length > 0 ? `${column} = ANY(${bind(values)})` : null;

/** The condition that a column is so; null where that is not asked. */
export const isJust = (column: string, value: boolean | null | undefined, bind: Bind): string | null =>
  typeof value === "boolean" ? `${column} = ${bind(value)}` : null;

/** A pattern for LIKE that finds what begins with `text`, with its own wildcards made plain. */
export const beginningWith = (text: string): string => `${text.replace(/[\\%_]/g, "\\$&")}%`;

/** The same for what has `text` anywhere. */
export const containing = (text: string): string => `%${beginningWith(text)}`;
