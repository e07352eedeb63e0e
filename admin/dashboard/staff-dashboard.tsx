import { Box, Typography } from "@mui/material";
import { Title, useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { programStatuses } from "../programs/program-statuses.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { staffDashboardQuery } from "./dashboard.data.ts";
import { Figure } from "./figure.tsx";
import { ReportsDue } from "./reports-due.tsx";

/** How things stand, for staff. */
export const StaffDashboard = () => {
  const t = useTranslate();
  const { data, error } = useAsk(staffDashboardQuery, {}, { refetchInterval: 120_000 });
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  const { inboxByAge, programsByStatus, creditsByMonth, reportsDue } = data.dashboard;
  const units = new Set(creditsByMonth.map((month) => month.creditUnit));
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={t("Dashboard")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("How things stand")}
      </Typography>
      <Box
        sx={{
          display: "grid",
          gridTemplateColumns: { xs: "minmax(0, 1fr)", xl: "repeat(2, minmax(0, 1fr))" },
          columnGap: 2,
        }}
      >
        <Figure
          title="My Inbox by age"
          labelHeading="Waiting for"
          valueHeading="Programs"
          rows={inboxByAge.map(({ fromDays, toDays, count }) => ({
            label:
              toDays === null
                ? t("%{from} days and more", { from: fromDays })
                : t("%{from} to %{to} days", { from: fromDays, to: toDays }),
            value: count,
          }))}
        />
        <Figure
          title="Programs by state"
          labelHeading="Status"
          valueHeading="Programs"
          rows={programStatuses.flatMap((status) => {
            const count = programsByStatus.find((each) => each.status === status)?.count;
            return count ? [{ label: t(`status.${status}`), value: count }] : [];
          })}
        />
        <Figure
          title="Credits awarded by month"
          labelHeading="Month"
          valueHeading="Credits"
          bars="standing"
          rows={creditsByMonth.map(({ month, creditUnit, credits, records }) => ({
            label: units.size > 1 ? `${month} ${creditUnit}` : month,
            value: Number(credits),
            text: t("%{credits} %{unit} (%{records} records)", { credits, unit: creditUnit, records }),
          }))}
        />
        <ReportsDue reports={reportsDue} showProvider />
      </Box>
    </Box>
  );
};
