import { Alert, Box, Button, LinearProgress, Typography } from "@mui/material";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { FileDrop } from "../ui/file-drop.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { amendUpload, type Upload } from "./upload.data.ts";
import { UploadOutcome } from "./upload-outcome.tsx";
import { useUpload } from "./use-upload.ts";

/** Corrects an upload: the corrected file, the difference that it makes, and its going into force. The preview stands in the address. */
export const AmendUpload = ({ upload }: { upload: Upload }) => {
  const [search, setSearch] = useSearchParams();
  const [file, setFile] = useState<File | null>(null);
  const [asking, setAsking] = useState(false);
  const compare = useOperation(amendUpload, { quiet: true });
  const apply = useOperation(amendUpload, { quiet: true, done: t("attendance.correctionApplied") });
  const { upload: preview } = useUpload(search.get("amend") || null);
  if (!search.has("amend") || !upload.availableActions?.includes("AMEND")) return null;

  const take = async (next: File) => {
    setFile(next);
    setSearch({ amend: "" }, { replace: true });
    const answer = await compare.run(upload.id, next, null, true);
    if (answer) setSearch({ amend: answer.id }, { replace: true });
  };
  const confirm = async ({ reason = "" }: Record<string, string>) => {
    if (!file) return;
    const answer = await apply.run(upload.id, file, reason, false);
    if (!answer) return;
    setAsking(false);
    setFile(null);
    // What could not be applied shows why in the place of the preview.
    setSearch(answer.status === "PROCESSED" ? {} : { amend: answer.id }, { replace: true });
  };
  const differs = preview ? preview.addedRows + preview.changedRows + preview.removedRows > 0 : false;

  return (
    <Section
      title={t("attendance.amend")}
      actions={<Button onClick={() => setSearch({}, { replace: true })}>{t("button.close")}</Button>}
    >
      <Typography color="text.secondary" sx={{ mb: 2 }}>
        {t("attendance.amendMeaning")}
      </Typography>
      <FileDrop
        file={file}
        accept=".csv,text/csv,.txt,.xlsx,.xlsm"
        invitation={t("attendance.dropCorrected")}
        label={t("attendance.chooseCorrected")}
        disabled={compare.busy || apply.busy}
        onFile={(next) => void take(next)}
      />
      {compare.refusal && (
        <Alert severity="error" sx={{ mt: 2 }}>
          {compare.refusal.message}
        </Alert>
      )}
      {compare.busy && (
        <Box role="status" sx={{ mt: 2 }}>
          {t("attendance.comparing")}
          <LinearProgress aria-label={t("upload.progress")} />
        </Box>
      )}
      {preview && !compare.busy && (
        <Box sx={{ mt: 2 }}>
          <UploadOutcome upload={preview} />
          {preview.status === "PREVIEWED" &&
            differs &&
            (file ? (
              <Button variant="contained" sx={{ mt: 2 }} onClick={() => setAsking(true)}>
                {t("attendance.apply")}
              </Button>
            ) : (
              <Typography sx={{ mt: 2 }}>{t("attendance.chooseToApply")}</Typography>
            ))}
        </Box>
      )}
      {asking && (
        <OperationDialog
          title={t("attendance.apply")}
          explanation={t("attendance.applyMeaning")}
          fields={[{ name: "reason", label: t("column.reason"), required: true, multiline: true }]}
          confirm={t("attendance.apply")}
          busy={apply.busy}
          refusal={apply.refusal}
          onConfirm={(values) => void confirm(values)}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
};
