import { Alert, Box, Link as MuiLink } from "@mui/material";
import { List, SelectArrayInput, TextInput, TopToolbar } from "react-admin";
import { Link } from "react-router-dom";
import { SelectionBar } from "../bulk/selection-bar.tsx";
import { useAsk } from "../data/use-ask.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatInstant } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { announcementQueueQuery } from "./mail.data.ts";
import { resendMails } from "./mail-bulk.ts";

const Column = columnsOf<"Mail">();

const states = ["QUEUED", "SENT", "DELIVERED", "BOUNCED", "COMPLAINED", "SUPPRESSED", "FAILED", "DROPPED"] as const;

/** Outbox and local mailbox in one: every mail, and how far it has come. */
export const MailList = () => {
  const mayResend = useHolds("REGISTRAR");
  const choices = states.map((id) => ({ id, name: t(`status.${id}`) }));
  return (
    <List
      perPage={20}
      sort={{ field: "CREATED_AT", order: "DESC" }}
      pagination={<ListPages />}
      empty={false}
      queryOptions={{ refetchInterval: 30_000 }}
      actions={
        <TopToolbar>
          <ExportButton list="mails" />
        </TopToolbar>
      }
    >
      <WaitingAnnouncements />
      <ListFilters>
        <TextInput source="toAddress" label={t("mail.address")} />
        <SelectArrayInput source="status" label={t("column.state")} choices={choices} />
      </ListFilters>
      <ListTable
        list="MAILS"
        bulkActionButtons={mayResend ? undefined : false}
        bulkActionsToolbar={mayResend ? <MailSelection /> : undefined}
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
      </ListTable>
    </List>
  );
};

/** What is to go to the members: each is decided on its program's page. */
const WaitingAnnouncements = () => {
  const { data } = useAsk(announcementQueueQuery, {});
  const waiting = data?.announcementQueue ?? [];
  if (waiting.length === 0) return null;
  return (
    <Alert severity="info" sx={{ borderRadius: 0 }}>
      {t("announcements.wait", { count: waiting.length })}
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {waiting.map(({ programId, number, name, provider, status }) => (
          <li key={programId}>
            <MuiLink component={Link} to={`/programs/${programId}/show`}>
              {number}
            </MuiLink>{" "}
            {t("announcements.waiting", { name: `${name}, ${provider}`, status: status ?? "none" })}
          </li>
        ))}
      </Box>
    </Alert>
  );
};

const MailSelection = () => (
  <SelectionBar list="mails" actions={[{ label: t("mail.resendOpen"), operation: resendMails() }]} />
);
