import DownloadIcon from "@mui/icons-material/Download";
import { Box, Button, TableCell, TableRow } from "@mui/material";
import { useState } from "react";
import { t } from "../i18n/t.ts";
import { errorKind } from "./error-kind.ts";
import { KindChips } from "./kind-chips.tsx";
import { ScrollTable } from "./scroll-table.tsx";

export interface RowError {
  line: number;
  column: string | null;
  value: string | null;
  code: string;
  message: string;
}

export interface RowErrors {
  totalCount: number;
  nodes: RowError[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface Props {
  first: RowErrors;
  /** The next errors; null where they could not be had. */
  more(after: string | null): Promise<Pick<RowErrors, "nodes" | "pageInfo"> | null>;
  /** Where all of them are as a CSV file, or what downloads it. */
  download: { href: string } | { onClick(): void };
}

/** What is wrong with a file: every error with its line, column and value, and what to do about it. */
export const RowErrorTable = ({ first, more, download }: Props) => {
  const [{ nodes, pageInfo }, setShown] = useState<Pick<RowErrors, "nodes" | "pageInfo">>(first);
  const [code, setCode] = useState<string | null>(null);
  const codes = Map.groupBy(nodes, (error) => error.code);
  const shown = code ? nodes.filter((error) => error.code === code) : nodes;
  const showMore = async () => {
    const next = await more(pageInfo.endCursor);
    if (next) setShown({ nodes: [...nodes, ...next.nodes], pageInfo: next.pageInfo });
  };
  return (
    <Box sx={{ mt: 2 }}>
      <KindChips
        label={t("upload.kindsOfErrors")}
        kinds={[...codes].map(([kind, errors]) => ({ kind, name: errorKind(kind), count: errors.length }))}
        total={first.totalCount}
        chosen={code}
        onChoose={setCode}
      >
        <Box sx={{ flexGrow: 1 }} />
        <Button size="small" startIcon={<DownloadIcon />} {...("href" in download && { download: true })} {...download}>
          {t("upload.downloadAll")}
        </Button>
      </KindChips>
      <ScrollTable
        label={t("column.errors")}
        headings={[t("column.line"), t("column.column"), t("column.value"), t("column.whatToDo")]}
      >
        {shown.map((error) => (
          <TableRow key={`${error.line} ${error.column} ${error.code} ${error.value}`}>
            <TableCell>{error.line}</TableCell>
            <TableCell sx={{ overflowWrap: "anywhere" }}>{error.column ?? t("upload.wholeRow")}</TableCell>
            <TableCell sx={{ overflowWrap: "anywhere", minWidth: 110 }}>{error.value}</TableCell>
            <TableCell>{error.message}</TableCell>
          </TableRow>
        ))}
      </ScrollTable>
      {pageInfo.hasNextPage && (
        <Button onClick={() => void showMore()}>
          {t("list.more", { shown: nodes.length, all: first.totalCount })}
        </Button>
      )}
    </Box>
  );
};
