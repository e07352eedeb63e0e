import type { ClassType } from "type-graphql";
import type { Context } from "../context.ts";
import type { NameIn } from "../messages/message.ts";
import type { Policy } from "../policy.ts";
import type { List } from "./define-list.ts";
import type { Ordering } from "./order.ts";
import type { ListQuery } from "./read-page.ts";

/** A list as a file, whatever it is of. */
export interface ListExport {
  /** Of the file, and of its address. */
  name: string;
  policy: Policy;
  /** Whether it tells of many people, and so wants a fresh proof of who takes it. */
  ofPersons: boolean;
  /** The GraphQL types by which the filter and the order are checked; the filter is one of these. */
  filter: ClassType<object>;
  orderType: string;
  columns: Columns;
  /** The fields of the list that the file leaves out: a test wants each of the others in a column. */
  leftOut: readonly string[];
  list: { fields: List<object, never, never>["fields"] };
  /** @param programId the conference, for lists of one */
  query(
    ctx: Context,
    filter: object,
    orderBy: readonly Ordering<string>[] | null,
    programId: string,
  ): Promise<ListQuery<object>>;
}

/** SQL over the list's aliases of each column, by the message that heads it. */
export type Columns = Partial<Record<NameIn<"heading">, string>>;

type Conditions<Filter, Given> = (ctx: Context, filter: Given, programId: string) => Filter | Promise<Filter>;

interface Definition<Row, Filter, Field extends string, Given> {
  name: string;
  list: List<Row, Filter, Field>;
  /** Who may have it: each is shown what the list itself would show them. */
  policy: Policy;
  ofPersons: boolean;
  filter: ClassType<Given & object>;
  columns: Columns;
  leftOut: readonly (keyof Row & string)[];
}

/** What the list is asked for, where that is more than the filter, or not for everybody. */
type WithConditions<Filter, Given> = Given extends Filter
  ? { conditions?: Conditions<Filter, Given> }
  : { conditions: Conditions<Filter, Given> };

/** Describes the export of a list. */
export const defineExport = <Row extends object, Filter, Field extends string, Given>({
  name,
  list,
  policy,
  ofPersons,
  filter,
  columns,
  leftOut,
  conditions,
}: Definition<Row, Filter, Field, Given> & WithConditions<Filter, Given>): ListExport => ({
  name,
  policy,
  ofPersons,
  filter,
  orderType: `${list.name}Order`,
  columns,
  leftOut,
  list,
  // Filter and order were checked against the types of this list.
  query: async (ctx, given, orderBy, programId) =>
    list.query(
      ctx,
      conditions ? await conditions(ctx, given as Given, programId) : (given as Filter),
      orderBy as readonly Ordering<Field>[] | null,
    ),
});

export const dayCell = (sql: string): string => `to_char(${sql}, 'YYYY-MM-DD')`;
export const yesOrNoCell = (sql: string): string => `CASE WHEN ${sql} THEN 'yes' ELSE 'no' END`;
export const instantCell = (sql: string): string => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
/** An exact decimal: a JSON number would be a binary fraction. */
export const decimalCell = (sql: string): string => `(${sql})::text`;
