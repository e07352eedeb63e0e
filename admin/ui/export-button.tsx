import DownloadIcon from "@mui/icons-material/Download";
import { Box, Button } from "@mui/material";
import { useListContext } from "react-admin";
import { listParams, orderByOf } from "../data/resource-data.ts";
import { t } from "../i18n/t.ts";
import { useServerFile } from "./use-server-file.ts";

interface Props {
  list: string;
  filterOf?(filter: object): object;
}

/** Downloads every row of the list, as it is filtered and sorted now. */
export const ExportButton = ({ list, filterOf = (filter) => filter }: Props) => {
  const { filterValues, sort, total } = useListContext();
  const asked = listParams({ filter: filterValues, sort, pagination: { page: 1, perPage: 1 } });
  return <ExportLink list={list} filter={filterOf(asked.filter)} orderBy={orderByOf(asked.sort)} disabled={!total} />;
};

/** Lists of things: taking them away wants no fresh proof of who is there. */
const withoutPersons = ["programs", "conferences", "sessions", "attendance-uploads", "ledger", "invoices"];

interface LinkProps {
  list: string;
  filter: object | null;
  orderBy: object[] | null;
  /** What else the list is of, such as `programId`. */
  of?: Record<string, string>;
  disabled?: boolean;
  label?: string;
}

/** The addresses of a list as CSV and as a workbook, whole where nothing else is said. The server makes the file. */
export const ExportLink = ({
  list,
  filter,
  orderBy,
  of = {},
  disabled = false,
  label = t("list.export"),
}: LinkProps) => {
  const serverFile = useServerFile();
  const asked = { filter: JSON.stringify(filter ?? {}), ...(orderBy && { orderBy: JSON.stringify(orderBy) }), ...of };
  const file = (format: "csv" | "xlsx") =>
    serverFile(`/exports/${list}.${format}?${new URLSearchParams(asked)}`, !withoutPersons.includes(list));
  return (
    <Box sx={{ display: "flex", flexWrap: "nowrap" }}>
      <Button size="small" startIcon={<DownloadIcon />} {...file("csv")} download disabled={disabled}>
        {label}
      </Button>
      <Button
        size="small"
        {...file("xlsx")}
        download
        disabled={disabled}
        aria-label={t("list.exportWorkbook")}
        sx={{ textTransform: "none", minWidth: 0 }}
      >
        {t("list.workbook")}
      </Button>
    </Box>
  );
};
