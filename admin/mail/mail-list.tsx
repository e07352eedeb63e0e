import { DataTable, List, SelectArrayInput, TextInput, TopToolbar, useTranslate } from "react-admin";
import { formatInstant } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { mailOrders } from "./mail.data.ts";

/** Outbox and local mailbox in one: every mail, and how far it has come. */
export const MailList = () => {
  const t = useTranslate();
  const choices = ["QUEUED", "SENT", "FAILED"].map((id) => ({ id, name: t(`status.${id}`) }));
  return (
    <List
      perPage={20}
      sort={{ field: "createdAt", order: "DESC" }}
      pagination={<ListPages />}
      empty={false}
      queryOptions={{ refetchInterval: 30_000 }}
      filters={[
        <TextInput key="a" source="toAddress" label="Part of the address" alwaysOn />,
        <SelectArrayInput key="s" source="status" label="State" choices={choices} alwaysOn />,
      ]}
      actions={
        <TopToolbar>
          <ExportButton list="mails" orders={mailOrders} />
        </TopToolbar>
      }
    >
      <DataTable
        bulkActionButtons={false}
        rowClick="show"
        empty={<EmptyList title="No mail here" hint="Every mail that the system writes appears in this list." />}
      >
        <DataTable.Col source="createdAt" label="Written" render={(m) => formatInstant(m.createdAt)} />
        <DataTable.Col source="toAddress" label="To" />
        <DataTable.Col source="subject" label="Subject" />
        <DataTable.Col source="status" label="State" render={(m) => <StatusChip status={m.status} />} />
        <DataTable.NumberCol source="attempts" label="Tries" />
      </DataTable>
    </List>
  );
};
