import { DataTable, DateInput, List, TextInput, TopToolbar, useTranslate } from "react-admin";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { attendanceOrders } from "./attendance.data.ts";

const filters = (memberIdLabel: string) => [
  <TextInput key="p" source="programNumber" label="Program ID" alwaysOn />,
  <TextInput key="m" source="memberNumber" label={memberIdLabel} alwaysOn />,
  <DateInput key="f" source="completedFrom" label="Completed from" alwaysOn />,
  <DateInput key="t" source="completedTo" label="Completed to" alwaysOn />,
];

/** Who attended what. */
export const AttendanceList = () => {
  const t = useTranslate();
  const label = useMemberIdLabel();
  return (
    <List
      perPage={20}
      sort={{ field: "recordedAt", order: "DESC" }}
      pagination={<ListPages />}
      empty={false}
      filters={filters(label)}
      actions={
        <TopToolbar>
          <ExportButton list="attendance" orders={attendanceOrders} />
        </TopToolbar>
      }
    >
      <DataTable
        bulkActionButtons={false}
        rowClick={false}
        empty={
          <EmptyList
            title="No attendance here"
            hint="Filters take the whole Program ID and the whole member ID. Attendance appears once it is uploaded or entered."
          />
        }
      >
        <DataTable.Col source="program.number" label="Program ID" />
        <DataTable.Col source="program.name" label="Program name" />
        <DataTable.Col source="member.memberNumber" label={label} />
        <DataTable.Col
          source="member.lastName"
          label="Name"
          render={({ member }) => `${member.firstName} ${member.lastName}`}
        />
        <DataTable.Col source="completedOn" label="Completed" render={(r) => formatDay(r.completedOn)} />
        <DataTable.Col
          source="credits"
          label="Credits"
          render={(r) => (
            <span style={r.reversedAt ? { textDecoration: "line-through" } : undefined}>
              {r.credits} {r.program.creditUnit}
            </span>
          )}
        />
        <DataTable.Col source="source" label="Came by" render={(r) => t(`source.${r.source}`)} />
        <DataTable.Col
          source="recordedAt"
          label="Recorded"
          render={(r) =>
            r.reversedAt
              ? t("Taken back on %{day}: %{reason}", { day: formatInstantDay(r.reversedAt), reason: r.reversalReason })
              : formatInstantDay(r.recordedAt)
          }
        />
      </DataTable>
    </List>
  );
};
