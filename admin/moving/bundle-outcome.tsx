import DownloadIcon from "@mui/icons-material/Download";
import { Alert, Box, Button, LinearProgress, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant, formatNumber } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { PagedRows } from "../ui/paged-rows.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { type Bundle, type ChosenColumn, readBundleErrors, recordBundle, undoBundle } from "./bundle.data.ts";
import { BundleColumns } from "./bundle-columns.tsx";

interface Shown {
  found: Bundle;
  reload: () => void;
}

/** What a bundle would do, has done, or what is wrong with it; and what can be done with it now. */
export const BundleOutcome = ({
  found,
  reload,
  again,
}: Shown & {
  /** Checks the same file with other columns; null: it is not at hand any more. */
  again: ((columns: ChosenColumn[]) => void) | null;
}) => (
  <Section title={t("moving.outcome")} actions={<Undo found={found} reload={reload} />}>
    <Box role="status" sx={{ mb: 2 }}>
      {found.phase ? <Progress found={found} /> : <Alert severity={severityOf(found)}>{found.message}</Alert>}
    </Box>
    <Facts
      facts={[
        [t("column.file"), found.fileName],
        [t("column.sent"), `${formatInstant(found.createdAt)}${found.sender ? `, ${found.sender}` : ""}`],
        [t("column.recorded"), formatInstant(found.recordedAt)],
        [t("column.takenBack"), found.undoneAt ? `${formatInstant(found.undoneAt)}: ${found.undoReason}` : null],
        [t("column.errors"), found.errorCount ? formatNumber(found.errorCount) : null],
        [t("column.warnings"), found.warningCount ? formatNumber(found.warningCount) : null],
      ]}
    />
    <Record found={found} reload={reload} />
    {found.errorCount + found.warningCount > 0 && <Findings found={found} />}
    <Files found={found} />
    {!found.phase && (
      <BundleColumns
        files={found.files}
        again={found.status === "CHECKED" || found.status === "REJECTED" ? again : null}
      />
    )}
  </Section>
);

const severityOf = ({ status, warningCount }: Bundle) =>
  status === "REJECTED" ? "error" : status === "UNDONE" || warningCount > 0 ? "warning" : "success";

const Progress = ({ found }: { found: Bundle }) => (
  <>
    <Box sx={{ display: "flex", justifyContent: "space-between", gap: 2, mb: 0.5 }}>
      <Typography>{found.message}</Typography>
      <Typography>{t("list.percent", { percent: found.progress / 100 })}</Typography>
    </Box>
    <LinearProgress aria-label={t("upload.progress")} variant="determinate" value={found.progress} sx={{ height: 8 }} />
  </>
);

const Record = ({ found, reload }: Shown) => {
  const record = useOperation(recordBundle, { done: t("moving.begun") });
  if (!found.availableActions.includes("RECORD")) return null;
  const begin = async () => {
    if (await record.run(found.id)) reload();
  };
  return (
    <Button variant="contained" size="large" sx={{ my: 2 }} disabled={record.busy} onClick={() => void begin()}>
      {t("moving.record")}
    </Button>
  );
};

const Undo = ({ found, reload }: Shown) => {
  const [asking, setAsking] = useState(false);
  const undo = useOperation(undoBundle, { done: t("moving.undone"), quiet: true });
  if (!found.availableActions.includes("UNDO")) return null;
  const confirm = async ({ reason = "" }: Record<string, string>) => {
    if (!(await undo.run(found.id, reason))) return;
    setAsking(false);
    reload();
  };
  return (
    <>
      <Button color="error" onClick={() => setAsking(true)}>
        {t("imports.undo")}
      </Button>
      {asking && (
        <OperationDialog
          title={t("imports.undo")}
          explanation={t("moving.undoMeaning")}
          fields={[{ name: "reason", label: t("column.reason"), required: true, multiline: true }]}
          confirm={t("imports.undo")}
          danger
          busy={undo.busy}
          refusal={undo.refusal}
          onConfirm={(values) => void confirm(values)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
};

const Findings = ({ found: { id, status } }: { found: Bundle }) => {
  const serverFile = useServerFile();
  return (
    <Box sx={{ mt: 2 }}>
      <Button size="small" startIcon={<DownloadIcon />} {...serverFile(`/bundles/${id}/errors.csv`)} download>
        {t("upload.downloadAll")}
      </Button>
      <PagedRows
        label={t("column.errors")}
        columns={[
          t("column.file"),
          t("column.line"),
          t("column.column"),
          t("column.value"),
          t("column.severity"),
          t("column.whatToDo"),
        ]}
        queryKey={[id, status]}
        read={(after, signal) => readBundleErrors(id, after, signal)}
        row={(error) => [
          error.file,
          error.line,
          error.column ?? t("upload.wholeRow"),
          error.value,
          t(`severity.${error.severity}`),
          [error.message, ...error.suggestions].join(" "),
        ]}
      />
    </Box>
  );
};

const Files = ({ found: { files } }: { found: Bundle }) => (
  <Box sx={{ mt: 2 }}>
    <ScrollTable
      label={t("moving.files")}
      headings={[
        t("column.file"),
        t("moving.kind"),
        t("column.rows"),
        t("change.ADDED"),
        t("change.CHANGED"),
        t("imports.unchanged"),
        t("moving.left"),
      ]}
    >
      {files.map((file) => (
        <TableRow key={file.name}>
          <TableCell sx={{ minWidth: 140, overflowWrap: "anywhere" }}>{file.name}</TableCell>
          <TableCell>{file.kind ? t(`bundleKind.${file.kind}`) : t("moving.unknown")}</TableCell>
          <TableCell>{formatNumber(file.rowCount)}</TableCell>
          <TableCell>{formatNumber(file.addedRows)}</TableCell>
          <TableCell>{formatNumber(file.changedRows)}</TableCell>
          <TableCell>{formatNumber(file.unchangedRows)}</TableCell>
          <TableCell>{formatNumber(file.leftRows)}</TableCell>
        </TableRow>
      ))}
    </ScrollTable>
    {files
      .filter(({ samples }) => samples.length > 0)
      .map((file) => (
        <Box key={file.name} sx={{ mt: 2 }}>
          <Typography variant="subtitle1" component="h4">
            {t("moving.samples", { file: file.name })}
          </Typography>
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {file.samples.map(({ line, cells }) => (
              <li key={line}>{t("moving.sample", { line, cells: cells.join(" · ") })}</li>
            ))}
          </Box>
          {file.columns.some(({ column }) => column === null) && (
            <Typography color="text.secondary">
              {t("moving.unused", {
                headings: file.columns
                  .filter(({ column }) => column === null)
                  .map(({ heading }) => heading)
                  .join(", "),
              })}
            </Typography>
          )}
        </Box>
      ))}
  </Box>
);
