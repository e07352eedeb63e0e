import { DataTable, List, TextInput, TopToolbar } from "react-admin";
import { t } from "../i18n/t.ts";
import { formatDays } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { conferenceOrders } from "./conference.data.ts";

/** The programs of the type Conference: they have sessions and registrations. */
export const ConferenceList = () => {
  return (
    <List
      perPage={20}
      pagination={<ListPages />}
      sort={{ field: "startsOn", order: "DESC" }}
      empty={false}
      actions={
        <TopToolbar>
          <ExportButton list="conferences" orders={conferenceOrders} />
        </TopToolbar>
      }
      filters={[
        <TextInput key="i" source="number" label={t("column.programId")} alwaysOn />,
        <TextInput key="n" source="name" label={t("column.programName")} alwaysOn />,
      ]}
    >
      <DataTable
        bulkActionButtons={false}
        rowClick="show"
        empty={<EmptyList title={t("conferences.none")} hint={t("conferences.noneHint")} />}
      >
        <DataTable.Col source="number" label={t("column.programId")} />
        <DataTable.Col source="name" label={t("column.programName")} />
        <DataTable.Col source="startsOn" label={t("column.dates")} render={(c) => formatDays(c.startsOn, c.endsOn)} />
        <DataTable.Col source="provider.name" label={t("column.educationalProvider")} />
        <DataTable.Col source="status" label={t("column.status")} render={(c) => <StatusChip status={c.status} />} />
      </DataTable>
    </List>
  );
};
