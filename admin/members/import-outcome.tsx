import DownloadIcon from "@mui/icons-material/Download";
import { Alert, Box, Button, LinearProgress, Link as MuiLink, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import { Link } from "react-router-dom";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { type PlainKey, t } from "../i18n/t.ts";
import { formatInstant, formatNumber } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { KindChips } from "../ui/kind-chips.tsx";
import { PagedRows } from "../ui/paged-rows.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { type MemberChangeKind, type MemberImport, readImportErrors, readMemberChanges } from "./import.data.ts";
import { UndoImport } from "./undo-import.tsx";

/** What became of a list, or how far it is: the difference, or what is wrong with it. */
export const ImportOutcome = ({ found, children }: { found: MemberImport; children?: ReactNode }) => (
  <Section title={t(found.preview ? "imports.difference" : "imports.outcome")} actions={<UndoImport found={found} />}>
    <Box role="status" sx={{ mb: 2 }}>
      {found.status === "CHECKING" ? (
        <Progress found={found} />
      ) : (
        <Alert severity={severityOf(found)}>{found.message}</Alert>
      )}
    </Box>
    <Facts
      facts={[
        [t("column.file"), found.fileName],
        [t("column.sent"), `${formatInstant(found.createdAt)}${found.sender ? `, ${found.sender}` : ""}`],
        [t("column.rows"), formatNumber(found.rowCount)],
        [t("imports.unchanged"), found.status === "REJECTED" ? null : formatNumber(found.unchangedRows)],
        [
          t("imports.absent"),
          found.absentMembers
            ? t(found.deactivatesMissing ? "imports.absentDeactivated" : "imports.absentStay", {
                count: found.absentMembers,
              })
            : null,
        ],
        [t("column.takenBack"), formatInstant(found.undoneAt)],
        [t("column.errors"), found.errorCount ? formatNumber(found.errorCount) : null],
        [t("column.warnings"), found.warningCount ? formatNumber(found.warningCount) : null],
      ]}
    />
    {children}
    {found.errorCount + found.warningCount > 0 && <Findings found={found} />}
    <Changes key={found.id} found={found} />
  </Section>
);

const severityOf = ({ status, warningCount }: MemberImport) =>
  status === "REJECTED" ? "error" : status === "UNDONE" || warningCount > 0 ? "warning" : "success";

const Progress = ({ found }: { found: MemberImport }) => (
  <>
    <Box sx={{ display: "flex", justifyContent: "space-between", gap: 2, mb: 0.5 }}>
      <Typography>{found.message}</Typography>
      <Typography>{t("list.percent", { percent: found.progress / 100 })}</Typography>
    </Box>
    <LinearProgress aria-label={t("upload.progress")} variant="determinate" value={found.progress} sx={{ height: 8 }} />
  </>
);

const Findings = ({ found: { id } }: { found: MemberImport }) => {
  const serverFile = useServerFile();
  return (
    <Box sx={{ mt: 2 }}>
      <Button size="small" startIcon={<DownloadIcon />} {...serverFile(`/member-imports/${id}/errors.csv`)} download>
        {t("upload.downloadAll")}
      </Button>
      <PagedRows
        label={t("column.errors")}
        columns={[t("column.line"), t("column.column"), t("column.value"), t("column.severity"), t("column.whatToDo")]}
        queryKey={[id]}
        read={(after, signal) => readImportErrors(id, after, signal)}
        row={(error) => [
          error.line,
          error.column ?? t("upload.wholeRow"),
          error.value,
          t(`severity.${error.severity}`),
          error.message,
        ]}
      />
    </Box>
  );
};

/** What a field says, in words. */
function inWords(field: string, value: string | null): string {
  if (!value) return t("imports.nothing");
  if (field === "active") return t(value === "true" ? "members.active" : "members.inactive");
  if (field === "membership") return t(value === "GUEST" ? "members.guest" : "members.member");
  return value;
}

type FieldNames<Key> = Key extends `memberField.${infer Field}` ? Field : never;

const Changes = ({ found }: { found: MemberImport }) => {
  const label = useMemberIdLabel();
  const [kind, setKind] = useState<MemberChangeKind | null>(null);
  const counts: [MemberChangeKind, number][] = [
    ["ADDED", found.addedRows],
    ["CHANGED", found.changedRows],
    ["DEACTIVATED", found.deactivatedRows],
  ];
  const kinds = counts
    .filter(([, count]) => count > 0)
    .map(([each, count]) => ({ kind: each, name: t(`change.${each}`), count }));
  if (kinds.length === 0) return null;
  return (
    <Box sx={{ mt: 2 }}>
      <KindChips<MemberChangeKind> label={t("imports.kinds")} kinds={kinds} chosen={kind} onChoose={setKind} />
      <PagedRows
        label={t("imports.changes")}
        columns={[t("column.change"), t("column.line"), label, t("column.name"), t("imports.fields")]}
        queryKey={[found.id, kind ?? "", found.status]}
        read={(after, signal) => readMemberChanges(found.id, kind, after, signal)}
        row={(change) => [
          t(`change.${change.kind}`),
          change.line ?? "–",
          change.memberId ? (
            <MuiLink key="member" component={Link} to={`/members/${change.memberId}/show`}>
              {change.memberNumber}
            </MuiLink>
          ) : (
            change.memberNumber
          ),
          change.name,
          <Box component="ul" key="fields" sx={{ m: 0, pl: 2, minWidth: 220 }}>
            {change.fields.map(({ field, before, after }) => {
              const name = t(`memberField.${field as FieldNames<PlainKey>}`);
              const now = inWords(field, after);
              return (
                <li key={field}>
                  {change.kind === "ADDED"
                    ? t("imports.fieldSet", { field: name, after: now })
                    : t("imports.fieldChanged", { field: name, before: inWords(field, before), after: now })}
                </li>
              );
            })}
          </Box>,
        ]}
      />
    </Box>
  );
};
