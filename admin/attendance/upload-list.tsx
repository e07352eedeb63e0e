import { Button } from "@mui/material";
import { DataTable, List, SelectArrayInput, TopToolbar } from "react-admin";
import { Link } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { uploadOrders } from "./upload.data.ts";

/** The rosters that were sent, whatever became of them. */
export const UploadList = () => {
  const choices = (["CHECKING", "PREVIEWED", "REJECTED", "PROCESSED", "UNDONE"] as const).map((id) => ({
    id,
    name: t(`status.${id}`),
  }));
  return (
    <List
      perPage={20}
      pagination={<ListPages />}
      sort={{ field: "createdAt", order: "DESC" }}
      empty={false}
      actions={
        <TopToolbar>
          <ExportButton list="attendance-uploads" orders={uploadOrders} />
        </TopToolbar>
      }
      filters={[<SelectArrayInput key="s" source="status" label={t("column.state")} choices={choices} alwaysOn />]}
      queryOptions={{ refetchInterval: 15_000 }}
    >
      <DataTable
        bulkActionButtons={false}
        rowClick="show"
        empty={
          <EmptyList title={t("attendance.noUploads")}>
            <Button component={Link} to="/upload-attendance" variant="contained">
              {t("attendance.upload")}
            </Button>
          </EmptyList>
        }
      >
        <DataTable.Col source="fileName" label={t("column.file")} />
        <DataTable.Col source="provider.name" label={t("column.educationalProvider")} />
        <DataTable.Col source="createdAt" label={t("column.sent")} render={(u) => formatInstant(u.createdAt)} />
        <DataTable.Col source="status" label={t("column.state")} render={(u) => <StatusChip status={u.status} />} />
        <DataTable.NumberCol source="rowCount" label={t("column.rows")} />
        <DataTable.NumberCol source="recordedRows" label={t("column.recorded")} />
        <DataTable.NumberCol source="errorCount" label={t("column.errors")} />
      </DataTable>
    </List>
  );
};
