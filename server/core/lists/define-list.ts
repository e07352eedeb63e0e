import type { ClassType } from "type-graphql";
import type { Context } from "../context.ts";
import { type Order, type Ordering, orderInput, type Term, termsOf, termsOfOrder } from "./order.ts";
import type { Connection, PageArgs } from "./page.ts";
import { type ListQuery, type OrderTerm, readPage } from "./read-page.ts";
import { SortDirection } from "./sort-direction.ts";
import { Bindings, type Fields } from "./sql.ts";

type Bind = Bindings["bind"];

interface Definition<Row, Filter> {
  /** SQL of the key that breaks ties, such as `p.id`: never null, and unique among the rows that meet the conditions. */
  key: string;
  /** The table whose rows are listed: `program p`. */
  from: string;
  /**
   * What is joined to it, each under its alias and after those it needs: columns, but neither rows nor conditions. Where
   * neither a condition nor the order names an alias, its table is joined for the rows of the page alone, and not to count.
   */
  joins?: Record<string, string>;
  /** SQL of each field of a row. */
  fields: Fields<Row> | ((bind: Bind, ctx: Context) => Fields<Row>);
  /** All must hold; what is empty is none. Here stands as well which rows are the viewer's to see. */
  where(ctx: Context, filter: Filter, bind: Bind): readonly (string | null | undefined | false)[];
  /** For searches that find few rows: all that meet the conditions are counted with the page, in the same statement. */
  countsWithPage?: boolean;
  /**
   * A table that keeps how many rows there are: they are summed up instead of counted. It stands in for `from`, under the same
   * alias, where the conditions hold over it as they are; `rows` is SQL of how many rows of the list one of its rows stands for.
   */
  tally?(ctx: Context, filter: Filter): { from: string; rows: string } | null;
}

interface SortableDefinition<Row, Filter, Field extends string> extends Definition<Row, Filter> {
  /** Of what it is a list, for the names of its GraphQL types: `Program` for ProgramOrder and ProgramOrderField. */
  name: string;
  /** What it can be sorted by. */
  orders: Record<Field, Order>;
  /** Its own order, where nothing else is asked. */
  sortedBy: readonly [NoInfer<Field>, keyof typeof SortDirection];
}

interface FixedDefinition<Row, Filter> extends Definition<Row, Filter> {
  /** The one order that it has, before its key, and which way. */
  sortedBy: readonly [readonly Term[], keyof typeof SortDirection];
}

export interface FixedList<Row, Filter> {
  query(ctx: Context, filter: Filter): ListQuery<Row>;
  page(ctx: Context, filter: Filter, page: PageArgs): Promise<Connection<Row>>;
}

export interface List<Row, Filter, Field extends string> {
  name: string;
  /** SQL of each field of a row. */
  fields(bind: Bind, ctx: Context): Fields<Row>;
  /** The GraphQL type of a column to sort it by. */
  Order: ClassType<Ordering<Field>>;
  /** What `page` reads a part of, and an export reads whole. */
  query(ctx: Context, filter: Filter, orderBy: readonly Ordering<Field>[] | null): ListQuery<Row>;
  page(
    ctx: Context,
    filter: Filter,
    orderBy: readonly Ordering<Field>[] | null,
    page: PageArgs,
  ): Promise<Connection<Row>>;
}

/** What a list can be sorted by, as a resolver takes it. */
export type OrderingOf<L> = L extends List<infer _Row, infer _Filter, infer Field> ? Ordering<Field> : never;

/** Describes a list once: what it can be sorted by in the API, its pages, its total and what an export of it reads. */
export function defineList<Row extends object, Filter, Field extends string>(
  definition: SortableDefinition<Row, Filter, Field>,
): List<Row, Filter, Field> {
  const { name, orders, sortedBy } = definition;
  const [field, direction] = sortedBy;
  const itsOwn: Ordering<Field> = { field, direction: SortDirection[direction] };
  const query = queriesOf(definition);
  const list: List<Row, Filter, Field> = {
    name,
    fields: (bind, ctx) => fieldsOf(definition, bind, ctx),
    Order: orderInput(name, orders),
    query: (ctx, filter, orderBy) =>
      query(ctx, filter, termsOfOrder(orderBy && orderBy.length > 0 ? orderBy : [itsOwn], orders)),
    page: (ctx, filter, orderBy, page) => readPage(ctx.db.manager, list.query(ctx, filter, orderBy), page),
  };
  return list;
}

/** Describes a list that has one order. */
export function defineFixedList<Row extends object, Filter>(
  definition: FixedDefinition<Row, Filter>,
): FixedList<Row, Filter> {
  const [terms, direction] = definition.sortedBy;
  const query = queriesOf(definition);
  const list: FixedList<Row, Filter> = {
    query: (ctx, filter) => query(ctx, filter, termsOf(terms, SortDirection[direction])),
    page: (ctx, filter, page) => readPage(ctx.db.manager, list.query(ctx, filter), page),
  };
  return list;
}

const fieldsOf = <Row, Filter>({ fields }: Definition<Row, Filter>, bind: Bind, ctx: Context): Fields<Row> =>
  typeof fields === "function" ? fields(bind, ctx) : fields;

function queriesOf<Row extends object, Filter>(definition: Definition<Row, Filter>) {
  const joins = Object.entries(definition.joins ?? {}).map(([alias, sql]) => ({
    sql,
    isNamedIn: (text: string) => new RegExp(`\\b${alias}\\.`).test(text),
  }));
  /** The joins that these parts of a statement name, and the joins that those need. */
  const namedIn = (parts: string[]) => {
    const named = new Set<string>();
    for (const { sql, isNamedIn } of joins.toReversed()) if ([...parts, ...named].some(isNamedIn)) named.add(sql);
    return joins.map(({ sql }) => sql).filter((sql) => named.has(sql));
  };
  return (ctx: Context, filter: Filter, order: OrderTerm[]): ListQuery<Row> => {
    const bindings = new Bindings();
    // What a filter leaves empty is no condition.
    const where = definition
      .where(ctx, filter, bindings.bind)
      .filter((condition): condition is string => Boolean(condition));
    const needed = namedIn([...where, ...order.map((term) => term.sql)]);
    const tally = definition.tally?.(ctx, filter);
    return {
      from: [definition.from, ...needed].join(" "),
      join: joins
        .map(({ sql }) => sql)
        .filter((sql) => !needed.includes(sql))
        .join(" "),
      where,
      order,
      key: definition.key,
      fields: (bind) => fieldsOf(definition, bind, ctx),
      total: {
        from: [tally?.from ?? definition.from, ...namedIn(where)].join(" "),
        rows: tally ? `coalesce(sum(${tally.rows}), 0)` : "count(*)",
      },
      countsWithPage: definition.countsWithPage ?? false,
      bindings,
    };
  };
}
