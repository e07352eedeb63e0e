import { Box, Card, Link as MuiLink, Typography } from "@mui/material";
import { DateInput, List, TextInput, TopToolbar, useListContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { auditFilter, type ListedAuditRow } from "./audit.data.ts";
import { AuditLine } from "./audit-line.tsx";

/** Things that have a page of their own, by what the log calls them. */
const pageOf: Record<string, (id: string) => string> = {
  program: (id) => `/programs/${id}/show`,
  member: (id) => `/members/${id}/show`,
  certificate: (id) => `/certificates/${id}/show`,
  attendance_upload: (id) => `/attendance-uploads/${id}/show`,
  mail: (id) => `/mails/${id}/show`,
};

/** The whole audit log: also what is about no single thing, such as searches and exports. For staff. */
export const AuditList = () => {
  const t = useTranslate();
  return (
    <List
      title={t("Audit log")}
      perPage={20}
      pagination={<ListPages />}
      empty={false}
      actions={
        <TopToolbar>
          <ExportButton list="audit-entries" orders={{}} filterOf={auditFilter} />
        </TopToolbar>
      }
      filters={[
        <TextInput key="a" source="actor" label="Beginning of the address" alwaysOn />,
        <TextInput key="w" source="action" label="What was done, such as program." alwaysOn />,
        <DateInput key="f" source="fromDay" label="From" alwaysOn />,
        <DateInput key="t" source="toDay" label="To" alwaysOn />,
      ]}
    >
      <AuditLines />
    </List>
  );
};

const AuditLines = () => {
  const t = useTranslate();
  const { data, isPending } = useListContext<ListedAuditRow>();
  if (isPending || !data) return null;
  return (
    <Card sx={{ px: 2, py: 1 }}>
      {data.length === 0 ? (
        <Box sx={{ p: 3, textAlign: "center" }}>
          <Typography variant="h6" component="p">
            {t("Nothing is on record for this")}
          </Typography>
          <Typography color="text.secondary">
            {t("The log names what was done in words such as program.approve or member.search.")}
          </Typography>
        </Box>
      ) : (
        data.map((entry) => <AuditLine key={entry.id} entry={entry} subject={<Subject entry={entry} />} />)
      )}
    </Card>
  );
};

const Subject = ({ entry: { subjectType, subjectId } }: { entry: ListedAuditRow }) => {
  const t = useTranslate();
  const page = pageOf[subjectType];
  return page ? (
    <MuiLink component={Link} to={page(subjectId)} variant="body2">
      {t("Open")}
    </MuiLink>
  ) : null;
};
