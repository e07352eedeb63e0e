import DownloadIcon from "@mui/icons-material/Download";
import { Alert, Box, Button, Chip, LinearProgress, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { formatInstant } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { FileDrop } from "../ui/file-drop.tsx";
import { FileSteps } from "../ui/file-steps.tsx";
import { RowErrorTable } from "../ui/row-error-table.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { formatTime } from "../ui/zone-time.ts";
import type { ImportKind, ImportOutcome } from "./conference.data.ts";
import { RecentImports } from "./recent-imports.tsx";

interface Props {
  programId: string;
  /** Of the event, for the starts of sessions. */
  timeZone: string;
  kind: ImportKind;
  /** Path of the template. */
  template: string;
  /** Which columns the template has, and what else is taken. */
  explanation: string;
  invitation: string;
  accept: string;
}

const tones = { ADDED: "success", CHANGED: "info", REMOVED: "error", FLAGGED: "warning" } as const;

/** Template, file, check, record: the same steps as a roster's, for the files that a conference takes. */
export const ImportPanel = ({ programId, timeZone, kind, template, explanation, invitation, accept }: Props) => {
  const t = useTranslate();
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
        title="1. The template"
        actions={
          <Button variant="outlined" startIcon={<DownloadIcon />} {...serverFile(template)} download>
            {t("Download the template")}
          </Button>
        }
      >
        <Typography>{t(explanation)}</Typography>
      </Section>
      <Section title="2. The file">
        <FileDrop
          file={file}
          invitation={invitation}
          label="Choose a file to process"
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
          {t("The file is being sent and checked …")}
          <LinearProgress aria-label={t("Progress")} />
        </Box>
      )}
      {file && outcome && !busy && (
        <Section title={recordedAt ? "4. Receipt" : "3. Check"}>
          <Box role="status" sx={{ mb: 2 }}>
            <Alert severity={failed ? "error" : "success"}>
              {recordedAt
                ? t("The file was successfully recorded.")
                : failed
                  ? t("Errors: %{count}. Nothing was changed. Mend the file, save it, and choose it again above.", {
                      count: outcome.errors.totalCount,
                    })
                  : t("No errors. Nothing is changed until you record it.")}
            </Alert>
          </Box>
          <Facts
            facts={[
              ["File", file.name],
              ["Recorded", recordedAt && formatInstant(recordedAt)],
              ...(failed
                ? []
                : kind.counted.map(([name, label]): [string, string] => [label, String(outcome.counts[name])])),
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
              {t("Process File: record these changes")}
            </Button>
          )}
        </Section>
      )}
      <RecentImports programId={programId} kind={kind} />
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
  const t = useTranslate();
  const [{ nodes, pageInfo }, setShown] = useState(first);
  const showMore = async () => {
    const next = await more?.(pageInfo.endCursor);
    if (next) setShown({ ...next, nodes: [...nodes, ...next.nodes] });
  };
  const ofSessions = nodes.some(({ startsAt }) => startsAt);
  return (
    <Box sx={{ mt: 2 }}>
      <Typography sx={{ fontWeight: 600, mb: 1 }}>
        {t(recorded ? "What was changed" : "What would be changed")}
      </Typography>
      <ScrollTable
        label="Changes"
        headings={ofSessions ? ["Change", "Session", "Start", "Different"] : ["Change", "E-mail address", "Different"]}
      >
        {nodes.map(({ kind, name, startsAt, fields }) => (
          <TableRow key={`${kind} ${name} ${startsAt}`}>
            <TableCell>
              <Chip size="small" variant="outlined" color={tones[kind]} label={t(`change.${kind}`)} />
            </TableCell>
            <TableCell sx={{ overflowWrap: "anywhere" }}>{name}</TableCell>
            {startsAt && (
              <TableCell sx={{ whiteSpace: "nowrap" }}>
                {new Date(startsAt).toLocaleDateString(navigator.language, { timeZone, dateStyle: "medium" })},{" "}
                {formatTime(startsAt, timeZone)}
              </TableCell>
            )}
            <TableCell>{fields.map((field) => t(`changed.${field}`)).join(", ")}</TableCell>
          </TableRow>
        ))}
      </ScrollTable>
      {pageInfo.hasNextPage && more && (
        <Button onClick={() => void showMore()}>
          {t("Show more: %{shown} of %{all}", { shown: nodes.length, all: first.totalCount })}
        </Button>
      )}
      {pageInfo.hasNextPage && !more && (
        <Typography color="text.secondary" sx={{ mt: 1 }}>
          {t("%{shown} of %{all} are shown.", { shown: nodes.length, all: first.totalCount })}
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
