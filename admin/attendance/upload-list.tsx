import { Box, Button, Typography } from "@mui/material";
import { DataTable, List, SelectArrayInput, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { formatInstant } from "../ui/dates.ts";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";

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
      exporter={false}
      empty={false}
      filters={[<SelectArrayInput key="s" source="status" label="State" choices={choices} alwaysOn />]}
      queryOptions={{ refetchInterval: 15_000 }}
    >
      <DataTable
        bulkActionButtons={false}
        rowClick="show"
        empty={
          <Box sx={{ p: 4, textAlign: "center" }}>
            <Typography variant="h6" component="p" gutterBottom>
              {t("No file was sent yet")}
            </Typography>
            <Button component={Link} to="/upload-attendance" variant="contained">
              {t("Upload Attendance")}
            </Button>
          </Box>
        }
      >
        <DataTable.Col source="fileName" label="File" disableSort />
        <DataTable.Col source="provider.name" label="Educational provider" disableSort />
        <DataTable.Col source="createdAt" label="Sent" disableSort render={(u) => formatInstant(u.createdAt)} />
        <DataTable.Col source="status" label="State" disableSort render={(u) => <StatusChip status={u.status} />} />
        <DataTable.NumberCol source="rowCount" label="Rows" disableSort />
        <DataTable.NumberCol source="recordedRows" label="Recorded" disableSort />
        <DataTable.NumberCol source="errorCount" label="Errors" disableSort />
      </DataTable>
    </List>
  );
};
