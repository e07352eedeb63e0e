import { Button, LinearProgress, TableCell, TableRow } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { t } from "../i18n/t.ts";
import { ScrollTable } from "./scroll-table.tsx";

interface Page<Row> {
  totalCount: number;
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface Props<Row> {
  label: string;
  columns: string[];
  /** What tells these rows from others of the same table. */
  queryKey: string[];
  read(after: string | null, signal: AbortSignal): Promise<Page<Row> | null>;
  row(row: Row): ReactNode[];
}

/** A long table, read a hundred rows at a time. */
export const PagedRows = <Row,>({ label, columns, queryKey, read, row }: Props<Row>) => {
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["ask", label, ...queryKey],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined),
  });
  if (!data) return <LinearProgress aria-label={t("list.reading")} />;
  const rows = data.pages.flatMap((page) => page?.nodes ?? []);
  return (
    <>
      <ScrollTable label={label} headings={columns}>
        {rows.map((each, position) => (
          // Rows are only ever added at the end.
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own
          <TableRow key={position}>
            {row(each).map((cell, at) => (
              <TableCell key={columns[at]} sx={{ overflowWrap: "anywhere", minWidth: 84 }}>
                {cell}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </ScrollTable>
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("list.more", { shown: rows.length, all: data.pages[0]?.totalCount ?? 0 })}
        </Button>
      )}
    </>
  );
};
