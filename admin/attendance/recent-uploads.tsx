import { Button, TableCell, TableRow } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { formatInstant } from "../ui/dates.ts";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { recentUploadsQuery } from "./upload.data.ts";
import { UploadLink } from "./upload-outcome.tsx";

/** The last files that were sent, with what became of them: the way back to one that is still being checked. */
export const RecentUploads = () => {
  const t = useTranslate();
  const [watching, setWatching] = useState(false);
  const { data } = useAsk(recentUploadsQuery, {}, { refetchInterval: watching ? 3_000 : false });
  const uploads = data?.attendanceUploads.nodes ?? [];
  const isChecking = uploads.some((upload) => upload.status === "CHECKING");
  if (isChecking !== watching) setWatching(isChecking);
  if (uploads.length === 0) return null;
  return (
    <Section
      title="Recent uploads"
      actions={
        <Button component={Link} to="/attendance-uploads" size="small">
          {t("All uploads")}
        </Button>
      }
    >
      <ScrollTable label="Recent uploads" headings={["File", "Sent", "State", "Rows"]}>
        {uploads.map((upload) => (
          <TableRow key={upload.id}>
            <TableCell>
              <UploadLink upload={upload} />
            </TableCell>
            <TableCell>{formatInstant(upload.createdAt)}</TableCell>
            <TableCell>
              <StatusChip status={upload.status} />
              {upload.status === "CHECKING" && ` ${upload.progress} %`}
            </TableCell>
            <TableCell>{upload.rowCount?.toLocaleString()}</TableCell>
          </TableRow>
        ))}
      </ScrollTable>
    </Section>
  );
};
