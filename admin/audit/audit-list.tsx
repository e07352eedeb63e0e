import { Link as MuiLink, Typography } from "@mui/material";
import { DateInput, List, TextInput, TopToolbar } from "react-admin";
import { Link } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
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
  PROVIDER: (id) => `/providers/${id}/show`,
  PROGRAM: (id) => `/programs/${id}/show`,
  MEMBER: (id) => `/members/${id}/show`,
  CERTIFICATE: (id) => `/certificates/${id}/show`,
  ATTENDANCE_UPLOAD: (id) => `/attendance-uploads/${id}/show`,
  BUNDLE_IMPORT: (id) => `/moving-in?bundle=${id}`,
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
    >
      <ListFilters>
        <TextInput source="actor" label={t("audit.address")} />
        <TextInput source="action" label={t("audit.action")} />
        <DateInput source="fromDay" label={t("audit.from")} />
        <DateInput source="toDay" label={t("audit.to")} />
      </ListFilters>
      <ListTable
        list="AUDIT_ENTRIES"
        bulkActionButtons={false}
        rowClick={false}
        empty={<EmptyList title={t("audit.none")} hint={t("audit.noneHint")} />}
        sx={{ "& td": { verticalAlign: "top" }, "& td:last-of-type": { minWidth: 220, overflowWrap: "anywhere" } }}
      >
        <Column source="at" sortBy="AT" label={t("audit.when")} render={({ at }) => formatInstant(at)} />
        <Column source="actor" sortBy="ACTOR" label={t("audit.who")} render={(entry) => <Actor entry={entry} />} />
        <Column source="action" sortBy="ACTION" label={t("audit.what")} render={(entry) => <Action entry={entry} />} />
        <Column label={t("audit.whyAndWhat")} render={(entry) => <AuditDetails entry={entry} />} />
      </ListTable>
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

const Action = ({ entry: { action, subjectType, subjectId, subjectName } }: { entry: ListedAuditRow }) => {
  const page = pageOf[subjectType];
  return (
    <>
      {actionName(action)}
      <Typography variant="body2" component="div" sx={{ overflowWrap: "anywhere" }}>
        {page ? (
          <MuiLink component={Link} to={page(subjectId)}>
            {subjectName ?? t("audit.open")}
          </MuiLink>
        ) : (
          subjectName
        )}
      </Typography>
      <Typography variant="body2" color="text.secondary">
        {action}
      </Typography>
    </>
  );
};
