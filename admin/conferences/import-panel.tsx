import DownloadIcon from "@mui/icons-material/Download";
import { Alert, Box, Button, Chip, LinearProgress, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { isKey, t } from "../i18n/t.ts";
import { formatInstant, formatNumber } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { FileDrop } from "../ui/file-drop.tsx";
import { FileSteps } from "../ui/file-steps.tsx";
import { RowErrorTable } from "../ui/row-error-table.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { formatDayIn, formatTime } from "../ui/zone-time.ts";
import type { ImportKind, ImportOutcome } from "./conference.data.ts";
import { RecentImports } from "./recent-imports.tsx";

interface Props {
  programId: string;
  /** Of the event, for the starts of sessions. */
  timeZone: string;
  kind: ImportKind;
  /** Else what was imported is shown alone. */
  mayImport: boolean;
  /** Path of the template. */
  template: string;
  /** Which columns the template has, and what else is taken. */
  explanation: string;
  invitation: string;
  accept: string;
}

/** A field of a session or registration as people read it. */
const fieldName = (field: string): string => {
  const key = `changed.${field}`;
  return isKey(key) ? t(key) : field;
};

const tones = { ADDED: "success", CHANGED: "info", REMOVED: "error", FLAGGED: "warning" } as const;

/** The files that a conference takes: what was sent, and how to send one. */
export const ImportPanel = ({ mayImport, ...props }: Props) =>
  mayImport ? (
    <ImportSteps {...props} />
  ) : (
    <RecentImports programId={props.programId} kind={props.kind} mayUndo={false} />
  );

/** Template, file, check, record: the same steps as a roster's. */
const ImportSteps = ({
  programId,
  timeZone,
  kind,
  template,
  explanation,
  invitation,
  accept,
}: Omit<Props, "mayImport">) => {
  const serverFile = useServerFile();
  const [file, setFile] = useState<File | null>(null);
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null);
  const [recordedAt, setRecordedAt] = useState<string | null>(null);
  const { run, busy, refusal } = useOperation(kind.send, { quiet: true });
  const paging = useOperation(kind.send);
  const download = useOperation(kind.errorsCsv);

  const check = async (content: File) => {
    setFile(content);
    setOutcome(null);
    setRecordedAt(null);
    setOutcome(await run(programId, content, true));
  };
  const record = async (content: File) => {
    const answer = await run(programId, content, false);
    if (!answer) return;
    setOutcome(answer);
    // What is on the server may have changed since the check, so that the file has errors now.
    if (answer.errors.totalCount === 0) setRecordedAt(new Date().toISOString());
  };
  const saveErrors = async (content: File) => {
    const csv = await download.run(programId, content);
    if (csv !== null) saveFile("errors.csv", csv);
  };

  const failed = (outcome?.errors.totalCount ?? 0) > 0;
  const step = recordedAt ? 4 : outcome ? 2 : file ? 1 : 0;
  return (
    <Box sx={{ maxWidth: 1100 }}>
      <FileSteps step={step} />
      <Section
        title={t("upload.step1")}
        actions={
          <Button variant="outlined" startIcon={<DownloadIcon />} {...serverFile(template)} download>
            {t("upload.template")}
          </Button>
        }
      >
        <Typography>{explanation}</Typography>
      </Section>
      <Section title={t("upload.step2")}>
        <FileDrop
          file={file}
          invitation={invitation}
          label={t("upload.choose")}
          accept={accept}
          disabled={busy}
          onFile={(next) => void check(next)}
        />
        {refusal && (
          <Alert severity="error" sx={{ mt: 2 }}>
            {refusal.message}
          </Alert>
        )}
      </Section>
      {busy && (
        <Box role="status" sx={{ mb: 2 }}>
          {t("conferences.sendingFile")}
          <LinearProgress aria-label={t("upload.progress")} />
        </Box>
      )}
      {file && outcome && !busy && (
        <Section title={recordedAt ? t("upload.step4") : t("upload.step3")}>
          <Box role="status" sx={{ mb: 2 }}>
            <Alert severity={failed ? "error" : "success"}>
              {recordedAt
                ? t("conferences.recorded")
                : failed
                  ? t("conferences.errors", {
                      count: outcome.errors.totalCount,
                    })
                  : t("conferences.noErrors")}
            </Alert>
          </Box>
          <Facts
            facts={[
              [t("column.file"), file.name],
              [t("column.recorded"), recordedAt && formatInstant(recordedAt)],
              ...(failed
                ? []
                : kind.counted.map(([name, label]): [string, string] => [
                    t(label),
                    formatNumber(outcome.counts[name]),
                  ])),
            ]}
          />
          {failed && (
            <RowErrorTable
              key={file.lastModified}
              first={outcome.errors}
              more={async (afterError) => (await paging.run(programId, file, true, { afterError }))?.errors ?? null}
              download={{ onClick: () => void saveErrors(file) }}
            />
          )}
          {outcome.changes.totalCount > 0 && (
            <ChangeTable
              timeZone={timeZone}
              first={outcome.changes}
              recorded={recordedAt !== null}
              more={
                recordedAt
                  ? undefined
                  : async (afterChange) => (await paging.run(programId, file, true, { afterChange }))?.changes ?? null
              }
            />
          )}
          {!failed && !recordedAt && (
            <Button variant="contained" size="large" sx={{ mt: 2 }} onClick={() => void record(file)}>
              {t("conferences.process")}
            </Button>
          )}
        </Section>
      )}
      <RecentImports programId={programId} kind={kind} mayUndo />
    </Box>
  );
};

interface ChangeTableProps {
  timeZone: string;
  first: ImportOutcome["changes"];
  recorded: boolean;
  /** The next ones; none once they are recorded, since nothing would change any more. */
  more?(after: string | null): Promise<ImportOutcome["changes"] | null>;
}

/** What a file changes, thing by thing. */
const ChangeTable = ({ timeZone, first, recorded, more }: ChangeTableProps) => {
  const [{ nodes, pageInfo }, setShown] = useState(first);
  const showMore = async () => {
    const next = await more?.(pageInfo.endCursor);
    if (next) setShown({ ...next, nodes: [...nodes, ...next.nodes] });
  };
  const ofSessions = nodes.some(({ startsAt }) => startsAt);
  return (
    <Box sx={{ mt: 2 }}>
      <Typography sx={{ fontWeight: 600, mb: 1 }}>
        {t(recorded ? "conferences.changed" : "conferences.wouldChange")}
      </Typography>
      <ScrollTable
        label={t("upload.changes")}
        headings={
          ofSessions
            ? [t("column.change"), t("column.session"), t("column.start"), t("column.different")]
            : [t("column.change"), t("column.email"), t("column.different")]
        }
      >
        {nodes.map(({ kind, name, startsAt, fields }) => (
          <TableRow key={`${kind} ${name} ${startsAt}`}>
            <TableCell>
              <Chip size="small" variant="outlined" color={tones[kind]} label={t(`change.${kind}`)} />
            </TableCell>
            <TableCell sx={{ overflowWrap: "anywhere" }}>{name}</TableCell>
            {startsAt && (
              <TableCell sx={{ whiteSpace: "nowrap" }}>
                {formatDayIn(startsAt, timeZone)}, {formatTime(startsAt, timeZone)}
              </TableCell>
            )}
            <TableCell>{fields.map(fieldName).join(", ")}</TableCell>
          </TableRow>
        ))}
      </ScrollTable>
      {pageInfo.hasNextPage && more && (
        <Button onClick={() => void showMore()}>
          {t("list.more", { shown: nodes.length, all: first.totalCount })}
        </Button>
      )}
      {pageInfo.hasNextPage && !more && (
        <Typography color="text.secondary" sx={{ mt: 1 }}>
          {t("list.shown", { shown: nodes.length, all: first.totalCount })}
        </Typography>
      )}
    </Box>
  );
};

/** Hands a text to the browser as a download; the mark tells spreadsheet programs that it is UTF-8. */
function saveFile(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", content], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
