import { Box, Typography } from "@mui/material";
import { DataTable, List, TextInput, TopToolbar, useTranslate } from "react-admin";
import { formatDays } from "../ui/dates.ts";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { conferenceOrders } from "./conference.data.ts";

/** The programs of the type Conference: they have sessions and registrations. */
export const ConferenceList = () => {
  const t = useTranslate();
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
        empty={
          <Box sx={{ p: 4, textAlign: "center" }}>
            <Typography variant="h6" component="p">
              {t("No conferences yet")}
            </Typography>
            <Typography color="text.secondary">{t("A conference is a program of the type Conference.")}</Typography>
          </Box>
        }
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
