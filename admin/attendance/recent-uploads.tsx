import { Button, TableCell, TableRow } from "@mui/material";
import { useState } from "react";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatInstant, formatNumber } from "../ui/dates.ts";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { recentUploadsQuery } from "./upload.data.ts";
import { UploadLink } from "./upload-outcome.tsx";

/** The last files that were sent, with what became of them: the way back to one that is still being checked. */
export const RecentUploads = () => {
  const [watching, setWatching] = useState(false);
  const { data } = useAsk(recentUploadsQuery, {}, { refetchInterval: watching ? 3_000 : false });
  const uploads = data?.attendanceUploads.nodes ?? [];
  const isChecking = uploads.some((upload) => upload.status === "CHECKING");
  if (isChecking !== watching) setWatching(isChecking);
  if (uploads.length === 0) return null;
  return (
    <Section
      title={t("attendance.recent")}
      actions={
        <Button component={Link} to="/attendance-uploads" size="small">
          {t("attendance.allUploads")}
        </Button>
      }
    >
      <ScrollTable
        label={t("attendance.recent")}
        headings={[t("column.file"), t("column.sent"), t("column.state"), t("column.rows")]}
      >
        {uploads.map((upload) => (
          <TableRow key={upload.id}>
            <TableCell>
              <UploadLink id={upload.id}>{upload.fileName}</UploadLink>
            </TableCell>
            <TableCell>{formatInstant(upload.createdAt)}</TableCell>
            <TableCell>
              <StatusChip status={upload.status} />
              {upload.status === "CHECKING" && ` ${t("list.percent", { percent: upload.progress / 100 })}`}
            </TableCell>
            <TableCell>{formatNumber(upload.rowCount)}</TableCell>
          </TableRow>
        ))}
      </ScrollTable>
    </Section>
  );
};
