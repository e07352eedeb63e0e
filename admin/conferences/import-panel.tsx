import {
  Alert,
  Box,
  Button,
  LinearProgress,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { FileButton } from "../ui/file-button.tsx";
import { Section } from "../ui/section.tsx";
import type { ImportOutcome } from "./conference.data.ts";

interface Props {
  programId: string;
  work(programId: string, file: File, preview: boolean): Promise<ImportOutcome>;
  accept: string;
  explanation: string;
}

/** File, check, record: the same steps as a roster's. */
export const ImportPanel = ({ programId, work, accept, explanation }: Props) => {
  const t = useTranslate();
  const [file, setFile] = useState<File | null>(null);
  const [outcome, setOutcome] = useState<(ImportOutcome & { recorded: boolean }) | null>(null);
  const { run, busy, refusal } = useOperation(work, { quiet: true });
  const send = async (content: File, preview: boolean) => {
    setOutcome(null);
    const answer = await run(programId, content, preview);
    if (answer) setOutcome({ ...answer, recorded: !preview && answer.errors.totalCount === 0 });
  };
  const summary = outcome?.counts.map(([label, count]) => `${count} ${t(label)}`).join(", ");
  return (
    <Section title="File">
      <Typography sx={{ mb: 2 }}>{t(explanation)}</Typography>
      <FileButton
        label={file ? file.name : t("Choose a file")}
        accept={accept}
        disabled={busy}
        onFile={(next) => {
          setFile(next);
          void send(next, true);
        }}
      />
      {busy && <LinearProgress sx={{ mt: 2 }} aria-label={t("The file is being checked")} />}
      {refusal && (
        <Alert severity="error" sx={{ mt: 2 }}>
          {refusal.message}
        </Alert>
      )}
      {outcome && (
        <Box role="status" sx={{ mt: 2 }}>
          {outcome.errors.totalCount > 0 ? (
            <Alert severity="error">
              {t("%{count} errors: nothing was changed.", { count: outcome.errors.totalCount })}
            </Alert>
          ) : (
            <Alert severity="success">
              {outcome.recorded ? t("Recorded:") : t("No errors. This would be recorded:")} {summary}
            </Alert>
          )}
        </Box>
      )}
      {outcome && outcome.errors.totalCount > 0 && (
        <Box sx={{ overflowX: "auto", mt: 2 }} tabIndex={0} role="group" aria-label={t("Errors")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {["Line", "Column", "Value", "What to do"].map((label) => (
                  <TableCell key={label}>{t(label)}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {outcome.errors.nodes.map((error) => (
                <TableRow key={`${error.line} ${error.column} ${error.code} ${error.value}`}>
                  <TableCell>{error.line}</TableCell>
                  <TableCell>{error.column}</TableCell>
                  <TableCell>{error.value}</TableCell>
                  <TableCell>{error.message}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      {file && outcome && !outcome.recorded && outcome.errors.totalCount === 0 && (
        <Button variant="contained" sx={{ mt: 2 }} disabled={busy} onClick={() => void send(file, false)}>
          {t("Record it")}
        </Button>
      )}
    </Section>
  );
};
