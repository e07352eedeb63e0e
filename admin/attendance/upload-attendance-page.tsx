import DownloadIcon from "@mui/icons-material/Download";
import { Alert, Box, Button, LinearProgress, MenuItem, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { AutocompleteInput, Form, ReferenceInput, Title } from "react-admin";
import { Link, useSearchParams } from "react-router-dom";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { FileDrop } from "../ui/file-drop.tsx";
import { FileSteps } from "../ui/file-steps.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { RecentUploads } from "./recent-uploads.tsx";
import { uploadAttendance } from "./upload.data.ts";
import { UploadOutcome } from "./upload-outcome.tsx";
import { useUpload } from "./use-upload.ts";

/**
 * Upload Attendance: template, file, check, record. The upload stands in the address, so that its progress and its outcome are there
 * after a reload and on another device; the file itself has to be chosen again then to be recorded, since browsers keep none.
 */
export const UploadAttendancePage = () => {
  const serverFile = useServerFile();
  const signedIn = useSignedIn();
  const [search, setSearch] = useSearchParams();
  const [file, setFile] = useState<File | null>(null);
  const [providerId, setProviderId] = useState<string | null>(null);
  const sending = useOperation(uploadAttendance, { quiet: true });
  const { upload } = useUpload(search.get("upload"));
  if (!signedIn) return null;
  const { providers, isStaff } = signedIn.viewer;
  const chosen = providerId ?? providers[0]?.id ?? "";
  const done = upload?.status === "PROCESSED";
  const step = done ? 4 : upload ? (upload.status === "PREVIEWED" ? 3 : 2) : file ? 2 : 1;

  const take = (next: File) => {
    setFile(next);
    setSearch({}, { replace: true });
    void send(next, true);
  };
  const send = async (content: File, preview: boolean) => {
    if (!chosen) return;
    const answer = await sending.run(chosen, content, preview);
    if (answer) setSearch({ upload: answer.id });
  };

  return (
    <Box sx={{ mt: 2, maxWidth: 1100 }}>
      <Title title={t("attendance.upload")} />
      <Typography variant="h5" component="h2" sx={{ mb: 1 }}>
        {t("attendance.upload")}
      </Typography>
      <Typography color="text.secondary" sx={{ mb: 2 }}>
        {t("attendance.uploadMeaning")}
      </Typography>
      <FileSteps step={step} />
      <Section
        title={t("upload.step1")}
        actions={
          <Button variant="outlined" startIcon={<DownloadIcon />} {...serverFile("/attendance/template.csv")} download>
            {t("upload.template")}
          </Button>
        }
      >
        <Typography>
          {t("attendance.templateMeaning", {
            id: signedIn.settings.memberIdLabel,
          })}
        </Typography>
      </Section>
      <Section title={t("upload.step2")}>
        {isStaff ? (
          <Form>
            <ReferenceInput
              source="providerId"
              reference="providers"
              sort={{ field: "number", order: "ASC" }}
              perPage={50}
            >
              <AutocompleteInput
                label={t("column.provider")}
                optionText={(p) => (p ? t("provider.named", { name: p.name, number: p.number }) : "")}
                filterToQuery={(name) => ({ name })}
                onChange={(id) => setProviderId(id === "" ? null : String(id))}
                helperText={t("attendance.providerHelp")}
              />
            </ReferenceInput>
          </Form>
        ) : (
          <TextField
            select
            label={t("column.provider")}
            value={chosen}
            onChange={(event) => setProviderId(event.target.value)}
            sx={{ minWidth: 280, mb: 2 }}
          >
            {providers.map((provider) => (
              <MenuItem key={provider.id} value={provider.id}>
                {t("provider.named", { name: provider.name, number: provider.number })}
              </MenuItem>
            ))}
          </TextField>
        )}
        <FileDrop
          file={file}
          accept=".csv,text/csv,.txt,.xlsx,.xlsm"
          invitation={t("upload.drop")}
          label={t("upload.choose")}
          disabled={sending.busy || !chosen}
          hint={chosen ? undefined : t("attendance.providerFirst")}
          onFile={take}
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
      {upload && !sending.busy && (
        <Section
          title={done ? t("upload.step4") : t("upload.step3")}
          actions={
            <Button component={Link} to={`/attendance-uploads/${upload.id}/show`} size="small">
              {t(done ? "attendance.undoOrCorrect" : "attendance.uploadPage")}
            </Button>
          }
        >
          <UploadOutcome upload={upload} />
          {upload.status === "PREVIEWED" && (
            <Box sx={{ mt: 2 }}>
              {file ? (
                <Button variant="contained" size="large" onClick={() => void send(file, false)}>
                  {t("attendance.process")}
                </Button>
              ) : (
                <Typography>{t("attendance.chooseToRecord")}</Typography>
              )}
            </Box>
          )}
          {upload.status === "REJECTED" && !upload.sameAs && (
            <Typography sx={{ mt: 2 }}>{t("attendance.mend")}</Typography>
          )}
        </Section>
      )}
      <RecentUploads />
    </Box>
  );
};
