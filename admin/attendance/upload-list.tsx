import { Button } from "@mui/material";
import { DataTable, List, SelectArrayInput, TopToolbar, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { formatInstant } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { uploadOrders } from "./upload.data.ts";

/** The rosters that were sent, whatever became of them. */
export const UploadList = () => {
  const t = useTranslate();
  const choices = ["CHECKING", "PREVIEWED", "REJECTED", "PROCESSED", "UNDONE"].map((id) => ({
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
      filters={[<SelectArrayInput key="s" source="status" label="State" choices={choices} alwaysOn />]}
      queryOptions={{ refetchInterval: 15_000 }}
    >
      <DataTable
        bulkActionButtons={false}
        rowClick="show"
        empty={
          <EmptyList title="No file was sent yet">
            <Button component={Link} to="/upload-attendance" variant="contained">
              {t("Upload Attendance")}
            </Button>
          </EmptyList>
        }
      >
        <DataTable.Col source="fileName" label="File" />
        <DataTable.Col source="provider.name" label="Educational provider" />
        <DataTable.Col source="createdAt" label="Sent" render={(u) => formatInstant(u.createdAt)} />
        <DataTable.Col source="status" label="State" render={(u) => <StatusChip status={u.status} />} />
        <DataTable.NumberCol source="rowCount" label="Rows" />
        <DataTable.NumberCol source="recordedRows" label="Recorded" />
        <DataTable.NumberCol source="errorCount" label="Errors" />
      </DataTable>
    </List>
  );
};
