import { Alert, Box, LinearProgress, Link as MuiLink, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Link } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { formatInstant, formatNumber } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { Help } from "../ui/help.tsx";
import type { Upload } from "./upload.data.ts";
import { UploadChanges } from "./upload-changes.tsx";
import { UploadErrors } from "./upload-errors.tsx";

/** What became of a roster, or how far it is. */
export const UploadOutcome = ({ upload }: { upload: Upload }) => {
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
          [t("column.file"), upload.fileName],
          [t("column.educationalProvider"), `${upload.provider.name} [${upload.provider.number}]`],
          [t("column.sent"), formatInstant(upload.createdAt)],
          [
            t("column.corrects"),
            upload.amends && <UploadLink id={upload.amends.id}>{upload.amends.fileName}</UploadLink>,
          ],
          [t("column.why"), upload.reason],
          [t("column.rows"), formatNumber(upload.rowCount)],
          [t("column.recorded"), upload.status === "PROCESSED" ? formatNumber(upload.recordedRows) : null],
          [t("column.takenBack"), formatInstant(upload.undoneAt)],
          [t("column.errors"), upload.errorCount ? formatNumber(upload.errorCount) : null],
          [t("column.warnings"), upload.warningCount ? formatNumber(upload.warningCount) : null],
        ]}
      />
      {upload.sameAs && (
        <p>
          {t("attendance.alreadySent", {
            day: formatInstant(upload.sameAs.createdAt),
            file: upload.sameAs.fileName,
            link: (text) => <UploadLink id={upload.sameAs?.id ?? ""}>{text}</UploadLink>,
          })}
        </p>
      )}
      {upload.recordedRows > 0 && (
        <p>
          <MuiLink
            component={Link}
            to={`/attendance?${new URLSearchParams({ filter: JSON.stringify({ uploadId: upload.id }) })}`}
          >
            {t("attendance.seeRecorded")}
          </MuiLink>
        </p>
      )}
      {upload.errorCount + upload.warningCount > 0 && <UploadErrors key={upload.id} upload={upload} />}
      {upload.errorCount > 0 && <Help about="reportingHelp" />}
      <UploadChanges key={`changes of ${upload.id}`} upload={upload} />
    </>
  );
};

const severityOf = ({ status, warningCount }: Upload) =>
  status === "REJECTED" ? "error" : status === "UNDONE" || warningCount > 0 ? "warning" : "success";

export const UploadLink = ({ id, children }: { id: string; children: ReactNode }) => (
  <MuiLink component={Link} to={`/attendance-uploads/${id}/show`} sx={{ overflowWrap: "anywhere" }}>
    {children}
  </MuiLink>
);

const UploadProgress = ({ upload }: { upload: Upload }) => {
  return (
    <>
      <Box sx={{ display: "flex", justifyContent: "space-between", gap: 2, mb: 0.5 }}>
        <Typography>
          {upload.message}
          {upload.rowCount !== null && (
            <>
              {" "}
              {t("attendance.checked", {
                checked: formatNumber(upload.checkedRows),
                all: formatNumber(upload.rowCount),
              })}
            </>
          )}
        </Typography>
        <Typography>{t("list.percent", { percent: upload.progress / 100 })}</Typography>
      </Box>
      <LinearProgress
        aria-label={t("upload.progress")}
        variant="determinate"
        value={upload.progress}
        sx={{ height: 8 }}
      />
      <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
        {t("attendance.leave")}
      </Typography>
    </>
  );
};
