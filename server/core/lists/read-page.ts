import type { EntityManager } from "typeorm";
import { isDataException } from "../errors.ts";
import { queryPrepared } from "../prepared.ts";
import { type Connection, decodeCursor, encodeCursor, foreignCursor, type PageArgs } from "./page.ts";
import { type Bindings, type Fields, selectFields, takeNested } from "./sql.ts";

export interface OrderTerm {
  /** SQL of the value to sort by, over the columns of `from`. Nulls come last in either direction. */
  sql: string;
  /** Whether it is never null: then one index serves both directions. */
  required?: boolean;
  descending?: boolean;
}

/** What defineList makes of a definition, for one reader: the parts of its statements. */
export interface ListQuery<Row> {
  /** The table, and the joins that the conditions or the order need. */
  from: string;
  /** The other joins, made for the rows of the page only. */
  join: string;
  where: string[];
  order: OrderTerm[];
  key: string;
  /** Over `from` and `join`. Values that only they need are bound last: the statement that counts does without. */
  fields(bind: Bindings["bind"]): Fields<Row>;
  bindings: Bindings;
  /** What the total is counted over, which the conditions hold for as they are, and how. */
  total: { from: string; rows: string };
  countsWithPage: boolean;
}

/** What a list is sorted by, its key last. Ties go the way of the last term, so that an index reads backwards as well. */
export function termsOfList({ order, key }: Pick<ListQuery<object>, "order" | "key">): OrderTerm[] {
  return [...order, { sql: key, required: true, descending: order.at(-1)?.descending ?? false }];
}

/** The terms for `ORDER BY`. */
export const orderBySql = (terms: readonly OrderTerm[]): string =>
  terms
    .map((term) => `${term.sql} ${term.descending ? "DESC" : "ASC"}${term.required ? "" : " NULLS LAST"}`)
    .join(", ");

interface PageRow {
  _cursor: string[];
  _total?: number;
}

/** The condition "stands after the row with these sort values", nulls last. */
function afterCondition(terms: OrderTerm[], values: (string | null)[], bind: Bindings["bind"]): string {
  const alternatives = terms.map((term, i) => {
    const value = values[i] ?? null;
    if (value === null) return null; // Nothing comes after null but by a later term.
    const equal = terms.slice(0, i).map((t, j) => {
      const same = values[j] ?? null;
      return same === null ? `${t.sql} IS NULL` : `${t.sql} = ${bind(same)}`;
    });
    const beyond = `${term.sql} ${term.descending ? "<" : ">"} ${bind(value)}`;
    return [...equal, term.required ? beyond : `(${beyond} OR ${term.sql} IS NULL)`].join(" AND ");
  });
  const possible = alternatives.filter((a) => a !== null);
  return possible.length > 0 ? `(${possible.join(" OR ")})` : "false";
}

/** Pages of the sizes that screens show. */
const usualSizes = [1, 5, 10, 20, 25, 50, 100];

/**
 * How many rows, and how many to skip. A usual size is written out: where it is bound, PostgreSQL plans every page anew, for want of
 * knowing how few rows are wanted. Any other is bound, so that nobody who tries all sizes fills the store of prepared statements.
 */
function cutSql(rows: number, offset: number, bind: Bindings["bind"]): string {
  const limit = usualSizes.includes(rows - 1) ? String(rows) : bind(rows);
  return `LIMIT ${limit}${offset > 0 ? ` OFFSET ${bind(offset)}` : ""}`;
}

/**
 * Reads one page of a list in one statement: the page first, in a sub-query, then the joins for its rows alone.
 * The total is a second statement, run only when `totalCount` is called and the page does not tell it: a list that ends on
 * the page is counted already.
 */
export async function readPage<Row extends object>(
  tx: EntityManager,
  query: ListQuery<Row>,
  page: PageArgs,
): Promise<Connection<Row>> {
  const { bind, values } = query.bindings;
  const terms = termsOfList(query);
  const where = [...query.where];
  const conditions = where.length > 0 ? `WHERE ${where.join(" AND ")}` : "";
  const countValues = [...values];
  if (page.after) where.push(afterCondition(terms, decodeCursor(page.after, terms.length), bind));
  const fields = query.fields(bind);
  const counts = query.countsWithPage && !page.after;
  const offset = page.offset ?? 0;

  const read = <R extends object>(text: string, bound: unknown[]): Promise<R[]> => queryPrepared<R>(tx, text, bound);

  const reading = read<Row & PageRow>(
    `WITH page AS MATERIALIZED (
       SELECT cut.*, array[${terms.map((_, i) => `_term${i}::text`).join(", ")}] AS _cursor, row_number() OVER () AS _position
       FROM (
         SELECT ${query.key} AS _key, ${terms.map((t, i) => `${t.sql} AS _term${i}`).join(", ")}
           ${counts ? ", (count(*) OVER ())::int AS _total" : ""}
         FROM ${query.from} ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
         ORDER BY ${orderBySql(terms)} ${cutSql(page.first + 1, offset, bind)}) AS cut)
     SELECT ${selectFields(fields)}, page._cursor ${counts ? ", page._total" : ""}
     FROM page JOIN ${query.from} ON ${query.key} = page._key ${query.join}
     ${conditions} ORDER BY page._position`,
    values,
  );
  const rows = await reading.catch((error: unknown) => {
    // Only a cursor can bring a value that its column cannot have: arguments have types of their own.
    if (page.after && isDataException(error)) throw foreignCursor();
    throw error;
  });
  const more = rows.length > page.first;
  if (more) rows.pop();
  takeNested(rows, fields);
  const edges = rows.map((row) => ({ cursor: encodeCursor(row._cursor), node: row as Row }));
  return {
    nodes: rows,
    edges,
    pageInfo: {
      hasNextPage: more,
      hasPreviousPage: offset > 0 || Boolean(page.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? page.after ?? null,
    },
    totalCount: async () => {
      if (rows[0]?._total !== undefined) return rows[0]._total;
      if (!more && !page.after && (rows.length > 0 || offset === 0)) return offset + rows.length;
      const [counted] = await read<{ total: number }>(
        `SELECT ${query.total.rows}::int AS total FROM ${query.total.from} ${conditions}`,
        countValues,
      );
      return counted?.total ?? 0;
    },
  };
}

/** The rows of a list that have these IDs, in one statement and no order. */
export async function readRows<Row extends object>(
  tx: EntityManager,
  query: ListQuery<Row>,
  ids: readonly string[],
): Promise<Row[]> {
  const { bind, values } = query.bindings;
  const where = [...query.where, `${query.key} = ANY(${bind(ids)}::uuid[])`].join(" AND ");
  const fields = query.fields(bind);
  const rows = await queryPrepared<Row>(
    tx,
    `SELECT ${selectFields(fields)} FROM ${query.from} ${query.join} WHERE ${where}`,
    values,
  );
  takeNested(rows, fields);
  return rows;
}
