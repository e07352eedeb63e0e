import type { ComponentProps } from "react";
import { DataTable } from "react-admin";
import type { OrderFieldOf, Sortable } from "../data/graphql.ts";

// biome-ignore lint/suspicious/noExplicitAny: rows of any list
type AnyRow = Record<string, any>;

interface Props<Field, Row extends AnyRow>
  extends Omit<ComponentProps<typeof DataTable.Col<Row>>, "source" | "disableSort" | "sortByOrder"> {
  /** The field that is shown: `number`, `provider.name`. */
  source?: string;
  /** What the server calls this order; the table cannot be sorted by a column without. */
  sortBy?: Field;
  /** Numbers stand to the right. */
  numeric?: boolean;
}

const valueAt = (row: AnyRow, path: string): unknown =>
  path.split(".").reduce<unknown>((value, name) => (value as AnyRow | null | undefined)?.[name], row);

/**
 * The columns of one list: `columnsOf<"Program">()`. What the server can sort by is checked against the schema. React-admin sorts by a
 * column's source, so that the order's name stands in for it.
 */
export const columnsOf = <Listed extends Sortable, Row extends AnyRow = AnyRow>() =>
  function Column({ source, sortBy, numeric = false, render, ...props }: Props<OrderFieldOf<Listed>, Row>) {
    return (
      <DataTable.Col<Row>
        source={(sortBy ?? source) as never}
        disableSort={!sortBy}
        align={numeric ? "right" : undefined}
        render={render ?? ((row: Row) => valueAt(row, source ?? "") as string | number | null)}
        {...props}
      />
    );
  };
