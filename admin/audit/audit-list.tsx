import { Link as MuiLink, Typography } from "@mui/material";
import { DataTable, DateInput, List, TextInput, TopToolbar } from "react-admin";
import { Link } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { actionName } from "../ui/action-name.ts";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatInstant } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { auditFilter, type ListedAuditRow } from "./audit.data.ts";
import { AuditDetails } from "./audit-line.tsx";

const Column = columnsOf<"AuditEntry", ListedAuditRow>();

/** Things that have a page of their own, by what the log calls them. */
const pageOf: Partial<Record<ListedAuditRow["subjectType"], (id: string) => string>> = {
  PROGRAM: (id) => `/programs/${id}/show`,
  MEMBER: (id) => `/members/${id}/show`,
  CERTIFICATE: (id) => `/certificates/${id}/show`,
  ATTENDANCE_UPLOAD: (id) => `/attendance-uploads/${id}/show`,
  MEMBER_IMPORT: (id) => `/import-members?import=${id}`,
  MAIL: (id) => `/mails/${id}/show`,
};

/** The whole audit log: also what is about no single thing, such as searches and exports. For staff. */
export const AuditList = () => {
  return (
    <List
      title={t("audit.title")}
      perPage={20}
      pagination={<ListPages />}
      sort={{ field: "AT", order: "DESC" }}
      empty={false}
      actions={
        <TopToolbar>
          <ExportButton list="audit-entries" filterOf={auditFilter} />
        </TopToolbar>
      }
      filters={[
        <TextInput key="a" source="actor" label={t("audit.address")} alwaysOn />,
        <TextInput key="w" source="action" label={t("audit.action")} alwaysOn />,
        <DateInput key="f" source="fromDay" label={t("audit.from")} alwaysOn />,
        <DateInput key="t" source="toDay" label={t("audit.to")} alwaysOn />,
      ]}
    >
      <DataTable
        bulkActionButtons={false}
        rowClick={false}
        empty={<EmptyList title={t("audit.none")} hint={t("audit.noneHint")} />}
        sx={{ "& td": { verticalAlign: "top" }, "& td:last-of-type": { minWidth: 220, overflowWrap: "anywhere" } }}
      >
        <Column source="at" sortBy="AT" label={t("audit.when")} render={({ at }) => formatInstant(at)} />
        <Column source="actor" sortBy="ACTOR" label={t("audit.who")} render={(entry) => <Actor entry={entry} />} />
        <Column source="action" sortBy="ACTION" label={t("audit.what")} render={(entry) => <Action entry={entry} />} />
        <Column label={t("audit.whyAndWhat")} render={(entry) => <AuditDetails entry={entry} />} />
      </DataTable>
    </List>
  );
};

const Actor = ({ entry: { actor, actorAs, ip } }: { entry: ListedAuditRow }) => (
  <>
    {actor}
    <Typography variant="body2" color="text.secondary">
      {[actorAs, ip].filter(Boolean).join(" · ")}
    </Typography>
  </>
);

const Action = ({ entry: { action, subjectType, subjectId } }: { entry: ListedAuditRow }) => {
  const page = pageOf[subjectType];
  return (
    <>
      {actionName(action)}{" "}
      {page && (
        <MuiLink component={Link} to={page(subjectId)} variant="body2">
          {t("audit.open")}
        </MuiLink>
      )}
      <Typography variant="body2" color="text.secondary">
        {action}
      </Typography>
    </>
  );
};
