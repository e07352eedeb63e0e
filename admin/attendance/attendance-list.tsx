import { DataTable, DateInput, List, TextInput, TopToolbar } from "react-admin";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { type AttendanceRow, attendanceOrders } from "./attendance.data.ts";

const filters = (memberIdLabel: string) => [
  <TextInput key="p" source="programNumber" label={t("column.programId")} alwaysOn />,
  <TextInput key="m" source="memberNumber" label={memberIdLabel} alwaysOn />,
  <DateInput key="f" source="completedFrom" label={t("attendance.completedFrom")} alwaysOn />,
  <DateInput key="t" source="completedTo" label={t("attendance.completedTo")} alwaysOn />,
];

/** Who attended what. */
export const AttendanceList = () => {
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
        empty={<EmptyList title={t("attendance.none")} hint={t("attendance.noneHint")} />}
      >
        <DataTable.Col source="program.number" label={t("column.programId")} />
        <DataTable.Col source="program.name" label={t("column.programName")} />
        <DataTable.Col source="member.memberNumber" label={label} />
        <DataTable.Col
          source="member.lastName"
          label={t("column.name")}
          render={({ member }) => `${member.firstName} ${member.lastName}`}
        />
        <DataTable.Col source="completedOn" label={t("column.completed")} render={(r) => formatDay(r.completedOn)} />
        <DataTable.Col
          source="credits"
          label={t("column.credits")}
          render={(r) => (
            <span style={r.reversedAt ? { textDecoration: "line-through" } : undefined}>
              {r.credits} {r.program.creditUnit}
            </span>
          )}
        />
        <DataTable.Col<AttendanceRow>
          source="source"
          label={t("attendance.source")}
          render={(r) => t(`source.${r.source}`)}
        />
        <DataTable.Col
          source="recordedAt"
          label={t("column.recorded")}
          render={(r) =>
            r.reversedAt
              ? t("attendance.takenBack", { day: formatInstantDay(r.reversedAt), reason: r.reversalReason })
              : formatInstantDay(r.recordedAt)
          }
        />
      </DataTable>
    </List>
  );
};
