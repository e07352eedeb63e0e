import { Link } from "@mui/material";
import type { ComponentProps, ReactNode } from "react";
import { DataTable, useCreatePath, useRecordContext, useResourceContext } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
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
  /** Its text is a link to the record's page: a row that opens by a click alone is closed to whoever has no mouse. */
  opens?: boolean;
}

const valueAt = (row: AnyRow, path: string): unknown =>
  path.split(".").reduce<unknown>((value, name) => (value as AnyRow | null | undefined)?.[name], row);

/** A link to the page of the row's record. The row is clicked as well: it needn't hear of this one. */
export const OpeningLink = ({ children }: { children: ReactNode }) => {
  const id = useRecordContext()?.id;
  const resource = useResourceContext();
  const createPath = useCreatePath();
  if (id === undefined) return children;
  return (
    <Link
      component={RouterLink}
      data-opens
      to={createPath({ resource, id, type: "show" })}
      color="inherit"
      underline="hover"
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Link>
  );
};

/**
 * The columns of one list: `columnsOf<"Program">()`. What the server can sort by is checked against the schema. React-admin sorts by a
 * column's source, so that the order's name stands in for it.
 */
export const columnsOf = <Listed extends Sortable, Row extends AnyRow = AnyRow>() =>
  function Column({
    source,
    sortBy,
    numeric = false,
    opens = false,
    render,
    ...props
  }: Props<OrderFieldOf<Listed>, Row>) {
    const shown = render ?? ((row: Row) => valueAt(row, source ?? "") as string | number | null);
    return (
      <DataTable.Col<Row>
        source={(sortBy ?? source) as never}
        disableSort={!sortBy}
        align={numeric ? "right" : undefined}
        render={opens ? (row: Row) => <OpeningLink>{shown(row)}</OpeningLink> : shown}
        {...props}
      />
    );
  };
