import DownloadIcon from "@mui/icons-material/Download";
import { Button } from "@mui/material";
import { useListContext, useTranslate } from "react-admin";
import { useServerFile } from "./use-server-file.ts";

/** Downloads every row of the list, as it is filtered now. The server makes the file. */
export const ExportButton = ({
  list,
  filterOf = (filter) => filter,
}: {
  list: string;
  filterOf?(filter: object): object;
}) => {
  const t = useTranslate();
  const serverFile = useServerFile();
  const { filterValues, total } = useListContext();
  const filter = JSON.stringify(filterOf(filterValues));
  return (
    <Button
      size="small"
      startIcon={<DownloadIcon />}
      {...serverFile(`/exports/${list}.csv?${new URLSearchParams({ filter })}`)}
      download
      disabled={!total}
    >
      {t("Export all as CSV")}
    </Button>
  );
};
