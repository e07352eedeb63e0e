import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { Title } from "react-admin";
import { useParams, useSearchParams } from "react-router-dom";
import { AuditLog } from "../audit/audit-log.tsx";
import { nothingHere } from "../data/request.ts";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { AmendUpload } from "./amend-upload.tsx";
import { type Upload, undoUpload } from "./upload.data.ts";
import { UploadLink, UploadOutcome } from "./upload-outcome.tsx";
import { useUpload } from "./use-upload.ts";

/** What became of one roster: its receipt, or what is wrong with it; and how it can be taken back or corrected. */
export const UploadShow = () => {
  const { id = "" } = useParams();
  const signedIn = useSignedIn();
  const { upload, error } = useUpload(id, true);
  if (error || upload === null) return <LoadProblem error={error ?? nothingHere()} />;
  if (!upload) return null;
  return (
    <Box sx={{ mt: 2, maxWidth: 1100 }}>
      <Title title={upload.fileName} />
      <Typography variant="h5" component="h2" sx={{ mb: 2, overflowWrap: "anywhere" }}>
        {upload.fileName}
      </Typography>
      <Section
        title={upload.status === "PROCESSED" ? t("attendance.receipt") : t("attendance.outcome")}
        actions={<UploadActions key={upload.id} upload={upload} />}
      >
        <UploadOutcome upload={upload} />
      </Section>
      <Corrections upload={upload} />
      <AmendUpload key={`amend ${upload.id}`} upload={upload} />
      {signedIn?.viewer.isStaff && <AuditLog subjectId={upload.id} />}
    </Box>
  );
};

const UploadActions = ({ upload }: { upload: Upload }) => {
  const [search, setSearch] = useSearchParams();
  const [asking, setAsking] = useState(false);
  const undo = useOperation(undoUpload, { done: t("attendance.uploadUndone"), quiet: true });
  const confirm = async ({ reason = "" }: Record<string, string>) => {
    if (await undo.run(upload.id, reason)) setAsking(false);
  };
  return (
    <>
      {upload.availableActions?.includes("AMEND") && !search.has("amend") && (
        <Button onClick={() => setSearch({ amend: "" })}>{t("attendance.amend")}</Button>
      )}
      {upload.availableActions?.includes("UNDO") && (
        <Button color="error" onClick={() => setAsking(true)}>
          {t("attendance.undo")}
        </Button>
      )}
      {asking && (
        <OperationDialog
          title={t("attendance.undo")}
          explanation={t("attendance.undoMeaning")}
          fields={[{ name: "reason", label: t("column.reason"), required: true, multiline: true }]}
          confirm={t("attendance.undo")}
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

/** The files that corrected this one. */
const Corrections = ({ upload }: { upload: Upload }) => {
  if (!upload.amendments?.length) return null;
  return (
    <Section title={t("attendance.corrections")}>
      <Box component="ul" sx={{ m: 0, pl: 2 }}>
        {upload.amendments.map((each) => (
          <li key={each.id}>
            <UploadLink id={each.id}>{each.fileName}</UploadLink> <StatusChip status={each.status} />{" "}
            {formatInstant(each.createdAt)}: {each.message} {each.reason && `(${each.reason})`}
          </li>
        ))}
      </Box>
    </Section>
  );
};
