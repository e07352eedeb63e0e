import { Alert, Box, Button, Checkbox, FormControlLabel, LinearProgress, Typography } from "@mui/material";
import { useState } from "react";
import { Title } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { FileDrop } from "../ui/file-drop.tsx";
import { Section } from "../ui/section.tsx";
import { type HeadingUse, importMembers, importQuery, type MemberImport } from "./import.data.ts";
import { ImportColumns } from "./import-columns.tsx";
import { ImportHistory } from "./import-history.tsx";
import { ImportOutcome } from "./import-outcome.tsx";

const pollMs = 1_000;

/**
 * The association's own list of members: file, columns, difference, import; and those that came before. The import stands in the address,
 * so that its progress and its outcome are there after a reload; the file itself has to be chosen again then, since browsers keep none.
 */
export const ImportMembersPage = () => {
  const [search, setSearch] = useSearchParams();
  const [file, setFile] = useState<File | null>(null);
  const [columns, setColumns] = useState<HeadingUse[] | null>(null);
  const [deactivatesMissing, setDeactivatesMissing] = useState(false);
  const sending = useOperation(importMembers, { quiet: true });
  const { found } = useImport(search.get("import"));
  const send = async (content: File, preview: boolean, uses: HeadingUse[] | null, missing: boolean) => {
    const answer = await sending.run(content, { columns: uses, deactivatesMissing: missing }, preview);
    if (answer) setSearch({ import: answer.id });
  };
  const take = (next: File) => {
    setFile(next);
    setColumns(null);
    setSearch({}, { replace: true });
    void send(next, true, null, deactivatesMissing);
  };
  const compare = (uses: HeadingUse[] | null, missing: boolean) => {
    setColumns(uses);
    setDeactivatesMissing(missing);
    if (file) void send(file, true, uses, missing);
  };
  const shown = sending.busy ? null : found;
  return (
    <Box sx={{ mt: 2, maxWidth: 1100 }}>
      <Title title={t("imports.title")} />
      <Typography variant="h5" component="h2" sx={{ mb: 1 }}>
        {t("imports.title")}
      </Typography>
      <Typography color="text.secondary" sx={{ mb: 2 }}>
        {t("imports.meaning")}
      </Typography>
      <Section title={t("imports.file")}>
        <FileDrop
          file={file}
          accept=".csv,text/csv,.txt,.xlsx,.xlsm"
          invitation={t("imports.drop")}
          label={t("upload.choose")}
          disabled={sending.busy}
          onFile={take}
        />
        <FormControlLabel
          sx={{ mt: 1 }}
          control={
            <Checkbox
              checked={deactivatesMissing}
              onChange={(event) => compare(columns, event.target.checked)}
              disabled={sending.busy}
            />
          }
          label={t("imports.deactivateMissing")}
        />
        {sending.refusal && (
          <Alert severity="error" sx={{ mt: 2 }}>
            {sending.refusal.message}
          </Alert>
        )}
      </Section>
      {sending.busy && (
        <Box role="status" sx={{ mb: 2 }}>
          {t("upload.sending")}
          <LinearProgress aria-label={t("upload.progress")} />
        </Box>
      )}
      {shown && shown.columns.length > 0 && shown.status !== "CHECKING" && (
        <ImportColumns
          key={shown.id}
          columns={shown.columns}
          onChoose={file && shown.status !== "PROCESSED" ? (uses) => compare(uses, deactivatesMissing) : undefined}
        />
      )}
      {shown && (
        <ImportOutcome found={shown}>
          {shown.status === "PREVIEWED" && changesOf(shown) > 0 && (
            <Box sx={{ my: 2 }}>
              {file ? (
                <Button
                  variant="contained"
                  size="large"
                  onClick={() => void send(file, false, shown.columns, shown.deactivatesMissing)}
                >
                  {t("imports.import", { count: changesOf(shown) })}
                </Button>
              ) : (
                <Typography>{t("imports.chooseAgain")}</Typography>
              )}
            </Box>
          )}
        </ImportOutcome>
      )}
      <ImportHistory />
    </Box>
  );
};

const changesOf = ({ addedRows, changedRows, deactivatedRows }: MemberImport) =>
  addedRows + changedRows + deactivatedRows;

/** An import, read again and again while it is compared. */
function useImport(id: string | null) {
  const [watching, setWatching] = useState(true);
  const { data, error } = useAsk(
    importQuery,
    { id: id ?? "" },
    { enabled: id !== null, refetchInterval: watching ? pollMs : false },
  );
  const found = id === null ? null : data?.memberImport;
  const isChecking = !error && (found === undefined || found?.status === "CHECKING");
  if (isChecking !== watching) setWatching(isChecking);
  return { found };
}
