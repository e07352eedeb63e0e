import { Button, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { useGetList, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { formatInstant } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import type { UploadPage } from "./upload.data.ts";
import { UploadLink } from "./upload-outcome.tsx";

type Row = Pick<UploadPage, "id" | "fileName" | "createdAt" | "status" | "rowCount" | "progress">;

/** The last files that were sent, with what became of them: the way back to one that is still being checked. */
export const RecentUploads = () => {
  const t = useTranslate();
  const { data } = useGetList<Row>(
    "attendance-uploads",
    { pagination: { page: 1, perPage: 5 } },
    {
      refetchInterval: (query) => (query.state.data?.data?.some((each) => each.status === "CHECKING") ? 3_000 : false),
    },
  );
  if (!data || data.length === 0) return null;
  return (
    <Section
      title="Recent uploads"
      actions={
        <Button component={Link} to="/attendance-uploads" size="small">
          {t("All uploads")}
        </Button>
      }
    >
      <Table size="small" aria-label={t("Recent uploads")}>
        <TableHead>
          <TableRow>
            {["File", "Sent", "State", "Rows"].map((label) => (
              <TableCell key={label}>{t(label)}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {data.map((upload) => (
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
        </TableBody>
      </Table>
    </Section>
  );
};
