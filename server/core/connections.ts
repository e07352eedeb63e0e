import { Max, Min } from "class-validator";
import { ArgsType, type ClassType, Field, Int, ObjectType } from "type-graphql";
import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode, isDataException } from "./errors.ts";
import { queryPrepared } from "./prepared.ts";

/** Which page: `first`/`after` for partners who walk a list, `first`/`offset` for a console that jumps to a page. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: "How many, at most 100." })
  @Min(1)
  @Max(100)
  first: number = 20;

  @Field(() => String, { nullable: true, description: "Cursor of the entry after which to go on." })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: "How many entries to skip from the start (or from `after`)." })
  @Min(0)
  @Max(10_000_000)
  offset?: number | null;

  /** A page that code asks for. Refuses what a client could not have asked for either. */
  static of(page: Partial<Pick<PageArgs, "first" | "after" | "offset">>): PageArgs {
    const args = Object.assign(new PageArgs(), page);
    if (!Number.isInteger(args.first) || args.first < 1 || args.first > 100)
      throw new DomainError(ErrorCode.BAD_INPUT, "Ask for 1 to 100 entries at once.", { field: "first" });
    return args;
  }
}

@ObjectType({ description: "Where a page stands in its list.", simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more entries follow." }) hasNextPage!: boolean;
  @Field(() => Boolean, { description: "Whether entries came before." }) hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: "Cursor of the first entry of the page." }) startCursor!:
    | string
    | null;
  @Field(() => String, { nullable: true, description: "Cursor of the last entry of the page." }) endCursor!:
    | string
    | null;
}

export interface Edge<T> {
  cursor: string;
  node: T;
}

/** One page of a list. The total is counted only when it is asked for. */
export interface Connection<T> {
  nodes: T[];
  edges: Edge<T>[];
  pageInfo: PageInfo;
  totalCount(): Promise<number>;
}

/** The GraphQL type of a list of `node`, named `${name}Connection`. */
export function connectionOf<T extends object>(name: string, node: () => ClassType<T>): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`, { description: `One entry of a ${name}Connection.`, simpleResolvers: true })
  class EdgeObject implements Edge<T> {
    @Field(() => String, { description: "Opaque; for `after`." }) cursor!: string;
    @Field(node, { description: "The entry itself." }) node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}, in a stable order.` })
  class ConnectionObject implements Connection<T> {
    @Field(() => [node()], { description: "The entries.", simple: true }) nodes!: T[];
    @Field(() => [EdgeObject], { description: "The entries, each with its cursor.", simple: true })
    edges!: EdgeObject[];
    @Field(() => PageInfo, { description: "Where this page stands.", simple: true }) pageInfo!: PageInfo;
    private count!: () => Promise<number>;
    @Field(() => Int, { description: "How many entries the whole list has." })
    totalCount(): Promise<number> {
      return this.count();
    }
  }
  return ConnectionObject as unknown as ClassType<Connection<T>>;
}

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

export interface OrderTerm {
  /** SQL of the value to sort by, over the columns of `from`. Nulls come last in either direction. */
  sql: string;
  /** Whether it is never null: then one index serves both directions. */
  required?: boolean;
  descending?: boolean;
}

export interface ListQuery {
  /** What a row of the list is and where the conditions look: `program p JOIN provider v ON …`. */
  from: string;
  where: string[];
  order: OrderTerm[];
  /** SQL of the key that breaks ties, such as `p.id`: never null, and unique among the rows that meet the conditions. */
  key: string;
  /** Columns of the node, over `from` and `join`. */
  select: string;
  /** Joins that add columns but neither rows nor conditions: made for the rows of the page only. */
  join?: string;
  bindings: Bindings;
  /** For searches that find few rows: all that meet the conditions are counted with the page, in the same statement. */
  countsWithPage?: boolean;
  /** Where a table keeps how many rows there are, they are summed up instead of counted. */
  tally?: {
    /** Stands in for `from`, with the same aliases: the conditions must hold over it as they are. */
    from: string;
    /** SQL of how many rows of the list one of its rows stands for. */
    rows: string;
  };
}

/** What a list is sorted by, its key last. Ties go the way of the last term, so that an index reads backwards as well. */
export function termsOfList({ order, key }: ListQuery): OrderTerm[] {
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

const encodeCursor = (values: (string | null)[]): string => Buffer.from(JSON.stringify(values)).toString("base64url");

function decodeCursor(cursor: string, length: number): (string | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(values) && values.length === length && values.every((v) => v === null || typeof v === "string"))
      return values;
  } catch {
    // Falls through to the refusal.
  }
  throw foreignCursor();
}

const foreignCursor = () =>
  new DomainError(ErrorCode.BAD_INPUT, "This cursor does not belong to this list in this order.", { field: "after" });

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

/**
 * Reads one page of a list in one statement: the page first, in a sub-query, then the joins for its rows alone.
 * The total is a second statement, run only when `totalCount` is called and the page does not tell it: a list that ends on
 * the page is counted already.
 */
export async function readPage<T extends object>(
  tx: EntityManager,
  query: ListQuery,
  page: PageArgs,
): Promise<Connection<T>> {
  const { bind, values } = query.bindings;
  const terms = termsOfList(query);
  const where = [...query.where];
  const conditions = where.length > 0 ? `WHERE ${where.join(" AND ")}` : "";
  const countValues = [...values];
  if (page.after) where.push(afterCondition(terms, decodeCursor(page.after, terms.length), bind));
  const counts = query.countsWithPage && !page.after;
  const offset = page.offset ?? 0;

  const read = <R extends object>(text: string, bound: unknown[]): Promise<R[]> =>
    tx.queryRunner ? tx.query(text, bound) : queryPrepared<R>(tx.dataSource, text, bound);

  const reading = read<T & PageRow>(
    `WITH page AS MATERIALIZED (
       SELECT cut.*, array[${terms.map((_, i) => `_term${i}::text`).join(", ")}] AS _cursor, row_number() OVER () AS _position
       FROM (
         SELECT ${query.key} AS _key, ${terms.map((t, i) => `${t.sql} AS _term${i}`).join(", ")}
           ${counts ? ", (count(*) OVER ())::int AS _total" : ""}
         FROM ${query.from} ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
         ORDER BY ${orderBySql(terms)} LIMIT ${bind(page.first + 1)} OFFSET ${bind(offset)}) AS cut)
     SELECT ${query.select}, page._cursor ${counts ? ", page._total" : ""}
     FROM page JOIN ${query.from} ON ${query.key} = page._key ${query.join ?? ""}
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
  const edges = rows.map((row) => ({ cursor: encodeCursor(row._cursor), node: row as T }));
  return {
    nodes: rows,
    edges,
    pageInfo: {
      hasNextPage: more,
      hasPreviousPage: offset > 0 || Boolean(page.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: async () => {
      if (rows[0]?._total !== undefined) return rows[0]._total;
      if (!more && !page.after && (rows.length > 0 || offset === 0)) return offset + rows.length;
      const count = query.tally ? `coalesce(sum(${query.tally.rows}), 0)` : "count(*)";
      const [counted] = await read<{ total: number }>(
        `SELECT ${count}::int AS total FROM ${query.tally?.from ?? query.from} ${conditions}`,
        countValues,
      );
      return counted?.total ?? 0;
    },
  };
}

/** One page of a list that is in memory, such as the errors of a file that was just read. */
export function pageOf<T>(items: readonly T[], page: PageArgs): Connection<T> {
  const after = page.after ? Number(decodeCursor(page.after, 1)[0]) + 1 : 0;
  const start = after + (page.offset ?? 0);
  const nodes = items.slice(start, start + page.first);
  const edges = nodes.map((node, at) => ({ cursor: encodeCursor([String(start + at)]), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: start + page.first < items.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: async () => items.length,
  };
}

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
