import { DateInput, List, TextInput, TopToolbar } from "react-admin";
import { SelectionBar } from "../bulk/selection-bar.tsx";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { type AttendanceRow, attendanceTotalsQuery } from "./attendance.data.ts";

const Column = columnsOf<"Attendance", AttendanceRow>();

/** Who attended what. */
export const AttendanceList = () => {
  const label = useMemberIdLabel();
  return (
    <List
      perPage={20}
      sort={{ field: "RECORDED_AT", order: "DESC" }}
      pagination={<ListPages />}
      empty={false}
      actions={
        <TopToolbar>
          <ExportButton list="attendance" />
        </TopToolbar>
      }
    >
      <ListFilters>
        <TextInput source="programNumber" label={t("column.programId")} />
        <TextInput source="memberNumber" label={label} />
        <DateInput source="completedFrom" label={t("attendance.completedFrom")} />
        <DateInput source="completedTo" label={t("attendance.completedTo")} />
      </ListFilters>
      <ListTable
        list="ATTENDANCE"
        bulkActionsToolbar={<SelectionBar list="attendance" totals={attendanceTotalsQuery} />}
        rowClick={false}
        empty={<EmptyList title={t("attendance.none")} hint={t("attendance.noneHint")} />}
      >
        <Column source="program.number" sortBy="PROGRAM_NUMBER" label={t("column.programId")} />
        <Column source="program.name" sortBy="PROGRAM_NAME" label={t("column.programName")} />
        <Column source="member.memberNumber" sortBy="MEMBER_NUMBER" label={label} />
        <Column source="member.name" sortBy="MEMBER_NAME" label={t("column.name")} />
        <Column
          source="completedOn"
          sortBy="COMPLETED_ON"
          label={t("column.completed")}
          render={(r) => formatDay(r.completedOn)}
        />
        <Column
          source="credits"
          sortBy="CREDITS"
          label={t("column.credits")}
          render={(r) => (
            <span style={r.reversedAt ? { textDecoration: "line-through" } : undefined}>
              {r.credits} {r.program.creditUnit}
            </span>
          )}
        />
        <Column
          source="source"
          sortBy="SOURCE"
          label={t("attendance.source")}
          render={(r) => t(`source.${r.source}`)}
        />
        <Column
          source="recordedAt"
          sortBy="RECORDED_AT"
          label={t("column.recorded")}
          render={(r) =>
            r.reversedAt
              ? t("attendance.takenBack", { day: formatInstantDay(r.reversedAt), reason: r.reversalReason ?? "" })
              : formatInstantDay(r.recordedAt)
          }
        />
      </ListTable>
    </List>
  );
};
