import { DataTable, List, TextInput, TopToolbar } from "react-admin";
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
        <TextInput key="i" source="number" label="Program ID" alwaysOn />,
        <TextInput key="n" source="name" label="Program name" alwaysOn />,
      ]}
    >
      <DataTable
        bulkActionButtons={false}
        rowClick="show"
        empty={<EmptyList title="No conferences yet" hint="A conference is a program of the type Conference." />}
      >
        <DataTable.Col source="number" label="Program ID" />
        <DataTable.Col source="name" label="Program name" />
        <DataTable.Col source="startsOn" label="Dates" render={(c) => formatDays(c.startsOn, c.endsOn)} />
        <DataTable.Col source="provider.name" label="Educational provider" />
        <DataTable.Col source="status" label="Status" render={(c) => <StatusChip status={c.status} />} />
      </DataTable>
    </List>
  );
};
