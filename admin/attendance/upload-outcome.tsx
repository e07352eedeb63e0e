import { Alert, Box, LinearProgress, Link as MuiLink } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { serverAddress } from "../data/request.ts";
import { useAsk } from "../data/use-ask.ts";
import { formatInstant } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { RowErrorTable } from "../ui/row-error-table.tsx";
import { moreErrors, uploadPageDocument } from "./upload.data.ts";

/** What became of a roster, watched while it is checked. */
export const UploadOutcome = ({ id }: { id: string }) => {
  const t = useTranslate();
  const [checking, setChecking] = useState(true);
  const { data } = useAsk(uploadPageDocument, { id }, { refetchInterval: checking ? 1_500 : false });
  const upload = data?.attendanceUpload;
  if (!upload) return <LinearProgress aria-label={t("Reading …")} />;
  if (checking !== (upload.status === "CHECKING")) setChecking(upload.status === "CHECKING");
  return (
    <>
      <Box role="status" sx={{ mb: 2 }}>
        {upload.status === "CHECKING" ? (
          <>
            {t("%{checked} of %{all} rows are checked", { checked: upload.checkedRows, all: upload.rowCount ?? "…" })}
            <LinearProgress
              aria-label={t("Rows checked")}
              variant={upload.rowCount ? "determinate" : "indeterminate"}
              value={upload.rowCount ? (100 * upload.checkedRows) / upload.rowCount : undefined}
            />
          </>
        ) : (
          <Alert severity={upload.status === "REJECTED" ? "error" : upload.status === "UNDONE" ? "warning" : "success"}>
            {upload.message}
          </Alert>
        )}
      </Box>
      <Facts
        facts={[
          ["File", upload.fileName],
          ["Educational provider", `${upload.provider.name} [${upload.provider.number}]`],
          ["Sent", formatInstant(upload.createdAt)],
          ["Rows", upload.rowCount],
          ["Recorded", upload.status === "PROCESSED" ? upload.recordedRows : null],
          ["Errors", upload.errorCount || null],
        ]}
      />
      {upload.status === "PROCESSED" && (
        <p>
          <MuiLink
            component={Link}
            to={`/attendance?${new URLSearchParams({ filter: JSON.stringify({ uploadId: upload.id }) })}`}
          >
            {t("See what was recorded")}
          </MuiLink>
        </p>
      )}
      {upload.errorCount > 0 && (
        <RowErrorTable
          key={upload.id}
          first={upload.errors}
          more={(after) => moreErrors(upload.id, after)}
          download={{ href: serverAddress(`/attendance/uploads/${upload.id}/errors.csv`) }}
        />
      )}
    </>
  );
};
