import {
  Box,
  Chip,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { Link } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import type { ReportDue } from "./dashboard.data.ts";

/** Reports that are due or overdue, the earliest first, each with the zone that its day is of. */
export const ReportsDue = ({ reports, showProvider }: { reports: ReportDue[]; showProvider: boolean }) => {
  return (
    <Section title={t("dashboard.reports")}>
      {reports.length === 0 ? (
        <Typography color="text.secondary">{t("dashboard.noReports")}</Typography>
      ) : (
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("dashboard.reports")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t("column.program")}</TableCell>
                {showProvider && <TableCell>{t("column.educationalProvider")}</TableCell>}
                <TableCell>{t("column.due")}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {reports.map((report) => (
                <TableRow key={report.id}>
                  <TableCell>
                    <MuiLink component={Link} to={`/programs/${report.programId}/show`}>
                      {report.programNumber} {report.programName}
                    </MuiLink>
                  </TableCell>
                  {showProvider && <TableCell>{report.providerName}</TableCell>}
                  <TableCell>
                    {formatDay(report.dueOn)}{" "}
                    <Typography component="span" variant="body2" color="text.secondary">
                      {report.timeZone}
                    </Typography>{" "}
                    {report.overdue && (
                      <Chip size="small" color="error" variant="outlined" label={t("dashboard.overdue")} />
                    )}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
    </Section>
  );
};
