import { Box, Typography } from "@mui/material";
import { Title, useGetOne, usePermissions } from "react-admin";
import { useParams } from "react-router-dom";
import { AuditLog } from "../audit/audit-log.tsx";
import type { Session } from "../data/viewer.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import type { UploadPage } from "./upload.data.ts";
import { UploadOutcome } from "./upload-outcome.tsx";

/** What became of one roster: its receipt, or what is wrong with it. */
export const UploadShow = () => {
  const { id = "" } = useParams();
  const { permissions: session } = usePermissions<Session>();
  const { data: upload, error } = useGetOne<UploadPage>("attendance-uploads", { id, meta: { page: "show" } });
  if (error) return <LoadProblem error={error} />;
  if (!upload) return null;
  return (
    <Box sx={{ mt: 2, maxWidth: 1100 }}>
      <Title title={upload.fileName} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {upload.fileName}
      </Typography>
      <Section title={upload.status === "PROCESSED" ? "Receipt" : "Outcome"}>
        <UploadOutcome id={upload.id} />
      </Section>
      {session?.viewer.isStaff && <AuditLog subjectId={upload.id} />}
    </Box>
  );
};
