import { DataTable, List, SelectArrayInput, TextInput, TopToolbar } from "react-admin";
import { t } from "../i18n/t.ts";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatInstant } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";

const Column = columnsOf<"Mail">();

const states = ["QUEUED", "SENT", "DELIVERED", "BOUNCED", "COMPLAINED", "SUPPRESSED", "FAILED", "DROPPED"] as const;

/** Outbox and local mailbox in one: every mail, and how far it has come. */
export const MailList = () => {
  const choices = states.map((id) => ({ id, name: t(`status.${id}`) }));
  return (
    <List
      perPage={20}
      sort={{ field: "CREATED_AT", order: "DESC" }}
      pagination={<ListPages />}
      empty={false}
      queryOptions={{ refetchInterval: 30_000 }}
      filters={[
        <TextInput key="a" source="toAddress" label={t("mail.address")} alwaysOn />,
        <SelectArrayInput key="s" source="status" label={t("column.state")} choices={choices} alwaysOn />,
      ]}
      actions={
        <TopToolbar>
          <ExportButton list="mails" />
        </TopToolbar>
      }
    >
      <DataTable
        bulkActionButtons={false}
        rowClick="show"
        empty={<EmptyList title={t("mail.none")} hint={t("mail.noneHint")} />}
      >
        <Column
          source="createdAt"
          sortBy="CREATED_AT"
          label={t("mail.written")}
          render={(m) => formatInstant(m.createdAt)}
        />
        <Column source="toAddress" sortBy="TO_ADDRESS" label={t("mail.to")} />
        <Column opens source="subject" sortBy="SUBJECT" label={t("mail.subject")} />
        <Column
          source="status"
          sortBy="STATUS"
          label={t("column.state")}
          render={(m) => <StatusChip status={m.status} />}
        />
        <Column numeric source="attempts" sortBy="ATTEMPTS" label={t("mail.tries")} />
      </DataTable>
    </List>
  );
};
