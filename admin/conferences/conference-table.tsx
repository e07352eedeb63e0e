import { Box, TableCell, type TableCellProps, TableRow, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { t } from "../i18n/t.ts";
import { ExportLink } from "../ui/export-button.tsx";
import { PageButtons } from "../ui/page-buttons.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Section } from "../ui/section.tsx";
import type { TableState } from "../ui/use-table-state.ts";

export interface Column<Row, Field extends string> {
  label: string;
  /** What the heading sorts by; none: it doesn't. */
  by?: Field;
  cell(row: Row): ReactNode;
  /** How its cells look. */
  look?: Pick<TableCellProps, "sx" | "padding">;
}

interface Props<Row extends object, Field extends string> {
  title: string;
  table: TableState<Field>;
  /** What the server answered; undefined until it has. */
  page: { totalCount: number; nodes: readonly Row[] } | undefined;
  pageSize: number;
  columns: readonly Column<Row, Field>[];
  keyOf(row: Row): string;
  /** What it can be searched by; none: it can't. */
  searchLabel?: string;
  /** What stands beside the search. */
  aside?: ReactNode;
  /** The whole list as a file: none, it can't be had. */
  exported?: { list: string; programId: string; filter: object | null };
  actions?: ReactNode;
  /** Stands in the table's place where there is nothing to show. */
  empty: ReactNode;
  /** Parts the rows: each part has a heading of its own. */
  groupBy?(row: Row): string;
  /** The cells at the end of a row. */
  rowActions?(row: Row): ReactNode;
}

/** A list that a conference has: searched, sorted, paged, exported, in the same way whatever it is of. */
export const ConferenceTable = <Row extends object, Field extends string>({
  title,
  table,
  page,
  pageSize,
  columns,
  keyOf,
  searchLabel,
  aside,
  exported,
  actions,
  empty,
  groupBy = () => title,
  rowActions,
}: Props<Row, Field>) => {
  const rows = page?.nodes ?? [];
  const headings = columns.map(({ label, by }) => (by ? { label, by } : label));
  return (
    <>
      {(searchLabel || exported || actions) && (
        <Box sx={{ display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap", mb: 2 }}>
          {searchLabel && <SearchField label={searchLabel} value={table.text} onText={table.search} />}
          <Box sx={{ flexGrow: 1, display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap" }}>{aside}</Box>
          {exported && (
            <ExportLink
              list={exported.list}
              filter={exported.filter}
              orderBy={[table.order]}
              of={{ programId: exported.programId }}
              disabled={rows.length === 0}
            />
          )}
          {actions}
        </Box>
      )}
      {page && rows.length === 0 && <Section title={title}>{empty}</Section>}
      {[...Map.groupBy(rows, groupBy)].map(([heading, ofGroup]) => (
        <Section key={heading} title={heading}>
          <ScrollTable
            label={heading}
            headings={rowActions ? [...headings, t("column.actions")] : headings}
            table={table}
          >
            {ofGroup.map((row) => (
              <TableRow key={keyOf(row)}>
                {columns.map(({ label, cell, look }) => (
                  <TableCell key={label} {...look}>
                    {cell(row)}
                  </TableCell>
                ))}
                {rowActions?.(row)}
              </TableRow>
            ))}
          </ScrollTable>
        </Section>
      ))}
      {page && (
        <PageButtons
          offset={table.offset}
          pageSize={pageSize}
          shown={rows.length}
          total={page.totalCount}
          onOffset={table.turnTo}
        />
      )}
    </>
  );
};

/** A sentence in the place of a table. */
export const NothingFound = ({ children }: { children: ReactNode }) => (
  <Typography color="text.secondary">{children}</Typography>
);
