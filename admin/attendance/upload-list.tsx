import { Button } from "@mui/material";
import { List, SelectArrayInput, TopToolbar } from "react-admin";
import { Link } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatInstant } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";

const Column = columnsOf<"AttendanceUpload">();

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
      sort={{ field: "CREATED_AT", order: "DESC" }}
      empty={false}
      actions={
        <TopToolbar>
          <ExportButton list="attendance-uploads" />
        </TopToolbar>
      }
      queryOptions={{ refetchInterval: 15_000 }}
    >
      <ListFilters>
        <SelectArrayInput source="status" label={t("column.state")} choices={choices} />
      </ListFilters>
      <ListTable
        list="ATTENDANCE_UPLOADS"
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
        <Column opens source="fileName" sortBy="FILE_NAME" label={t("column.file")} />
        <Column source="provider.name" sortBy="PROVIDER" label={t("column.educationalProvider")} />
        <Column
          source="createdAt"
          sortBy="CREATED_AT"
          label={t("column.sent")}
          render={(u) => formatInstant(u.createdAt)}
        />
        <Column
          source="status"
          sortBy="STATUS"
          label={t("column.state")}
          render={(u) => <StatusChip status={u.status} />}
        />
        <Column numeric source="rowCount" sortBy="ROWS" label={t("column.rows")} />
        <Column numeric source="recordedRows" sortBy="RECORDED_ROWS" label={t("column.recorded")} />
        <Column numeric source="errorCount" sortBy="ERRORS" label={t("column.errors")} />
      </ListTable>
    </List>
  );
};
