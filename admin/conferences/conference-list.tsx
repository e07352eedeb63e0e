import { List, TextInput, TopToolbar } from "react-admin";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { programState } from "../programs/program-statuses.ts";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatDays } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";

const Column = columnsOf<"Program">();

/** The programs of the type Conference: they have sessions and registrations. */
export const ConferenceList = () => {
  return (
    <List
      perPage={20}
      pagination={<ListPages />}
      sort={{ field: "STARTS_ON", order: "DESC" }}
      empty={false}
      actions={
        <TopToolbar>
          <ExportButton list="conferences" />
        </TopToolbar>
      }
    >
      <ListFilters>
        <TextInput source="number" label={t("column.programId")} />
        <TextInput source="name" label={t("column.programName")} />
      </ListFilters>
      <ListTable
        list="CONFERENCES"
        bulkActionButtons={false}
        rowClick="show"
        empty={<EmptyList title={t("conferences.none")} hint={t("conferences.noneHint")} />}
      >
        <Column source="number" sortBy="NUMBER" label={t("column.programId")} />
        <Column opens source="name" sortBy="NAME" label={t("column.programName")} />
        <Column
          source="startsOn"
          sortBy="STARTS_ON"
          label={t("column.dates")}
          render={(c) => formatDays(c.startsOn, c.endsOn)}
        />
        <Column source="provider.name" sortBy="PROVIDER" label={t("column.educationalProvider")} />
        <Column
          source="status"
          sortBy="STATUS"
          label={t("column.status")}
          render={(c) => <StatusChip status={programState(c.status, "CONFERENCE")} />}
        />
      </ListTable>
    </List>
  );
};
