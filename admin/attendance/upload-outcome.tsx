import { Alert, Box, LinearProgress, Link as MuiLink, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { formatInstant } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import type { Upload } from "./upload.data.ts";
import { UploadChanges } from "./upload-changes.tsx";
import { UploadErrors } from "./upload-errors.tsx";

/** What became of a roster, or how far it is. */
export const UploadOutcome = ({ upload }: { upload: Upload }) => {
  const t = useTranslate();
  return (
    <>
      <Box role="status" sx={{ mb: 2 }}>
        {upload.status === "CHECKING" ? (
          <UploadProgress upload={upload} />
        ) : (
          <Alert severity={severityOf(upload)}>{upload.message}</Alert>
        )}
      </Box>
      <Facts
        facts={[
          ["File", upload.fileName],
          ["Educational provider", `${upload.provider.name} [${upload.provider.number}]`],
          ["Sent", formatInstant(upload.createdAt)],
          ["Corrects", upload.amends && <UploadLink upload={upload.amends} />],
          ["Why", upload.reason],
          ["Rows", upload.rowCount?.toLocaleString()],
          ["Recorded", upload.status === "PROCESSED" ? upload.recordedRows.toLocaleString() : null],
          ["Taken back", formatInstant(upload.undoneAt)],
          ["Errors", upload.errorCount ? upload.errorCount.toLocaleString() : null],
          ["Warnings", upload.warningCount ? upload.warningCount.toLocaleString() : null],
        ]}
      />
      {upload.sameAs && (
        <p>
          {t("Already sent on %{day}:", { day: formatInstant(upload.sameAs.createdAt) })}{" "}
          <UploadLink upload={upload.sameAs} />
        </p>
      )}
      {upload.recordedRows > 0 && (
        <p>
          <MuiLink
            component={Link}
            to={`/attendance?${new URLSearchParams({ filter: JSON.stringify({ uploadId: upload.id }) })}`}
          >
            {t("See what was recorded")}
          </MuiLink>
        </p>
      )}
      {upload.errorCount + upload.warningCount > 0 && <UploadErrors key={upload.id} upload={upload} />}
      <UploadChanges key={`changes of ${upload.id}`} upload={upload} />
    </>
  );
};

const severityOf = ({ status, warningCount }: Upload) =>
  status === "REJECTED" ? "error" : status === "UNDONE" || warningCount > 0 ? "warning" : "success";

export const UploadLink = ({ upload }: { upload: { id: string; fileName: string } }) => (
  <MuiLink component={Link} to={`/attendance-uploads/${upload.id}/show`} sx={{ overflowWrap: "anywhere" }}>
    {upload.fileName}
  </MuiLink>
);

const UploadProgress = ({ upload }: { upload: Upload }) => {
  const t = useTranslate();
  return (
    <>
      <Box sx={{ display: "flex", justifyContent: "space-between", gap: 2, mb: 0.5 }}>
        <Typography>
          {upload.message}
          {upload.rowCount !== null && (
            <>
              {" "}
              {t("%{checked} of %{all} rows are checked", {
                checked: upload.checkedRows.toLocaleString(),
                all: upload.rowCount.toLocaleString(),
              })}
            </>
          )}
        </Typography>
        <Typography>{upload.progress} %</Typography>
      </Box>
      <LinearProgress aria-label={t("Progress")} variant="determinate" value={upload.progress} sx={{ height: 8 }} />
      <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
        {t("You can leave this page and come back: the work goes on.")}
      </Typography>
    </>
  );
};
