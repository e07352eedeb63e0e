import { Box, Table, TableBody, TableCell, TableHead, TableRow, TableSortLabel } from "@mui/material";
import type { ReactNode } from "react";
import type { TableState } from "./use-table-state.ts";

/** A heading by which the table is sorted at a press. */
interface SortHeading<Field extends string> {
  label: string;
  by: Field;
}

interface Props<Field extends string> {
  /** What it is a table of, for those who do not see it. */
  label: string;
  headings: readonly (string | SortHeading<Field>)[];
  /** How it is sorted, where some headings sort it. */
  table?: Pick<TableState<Field>, "order" | "sortBy">;
  children: ReactNode;
}

/** A table that scrolls sideways on its own where the window is narrow, by keys too. */
export const ScrollTable = <Field extends string>({ label, headings, table, children }: Props<Field>) => {
  return (
    <Box sx={{ overflowX: "auto" }} role="group" aria-label={label} tabIndex={0}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {headings.map((heading) =>
              typeof heading === "string" ? (
                <TableCell key={heading}>{heading}</TableCell>
              ) : (
                <SortCell key={heading.by} heading={heading} table={table} />
              ),
            )}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Box>
  );
};

interface SortCellProps<Field extends string> {
  heading: SortHeading<Field>;
  table: Props<Field>["table"];
}

const SortCell = <Field extends string>({ heading: { label, by }, table }: SortCellProps<Field>) => {
  const active = table?.order.field === by;
  const direction = active && table.order.direction === "DESC" ? "desc" : "asc";
  return (
    <TableCell sortDirection={active && direction}>
      <TableSortLabel active={active} direction={direction} onClick={() => table?.sortBy(by)}>
        {label}
      </TableSortLabel>
    </TableCell>
  );
};
