import { Box, Typography } from "@mui/material";
import { Title } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { programStatuses } from "../programs/program-statuses.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { staffDashboardQuery } from "./dashboard.data.ts";
import { Figure } from "./figure.tsx";
import { ReportsDue } from "./reports-due.tsx";

/** How things stand, for staff. */
export const StaffDashboard = () => {
  const { data, error } = useAsk(staffDashboardQuery, {}, { refetchInterval: 120_000 });
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  const { inboxByAge, programsByStatus, creditsByMonth, reportsDue } = data.dashboard;
  const units = new Set(creditsByMonth.map((month) => month.creditUnit));
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={t("dashboard.title")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("dashboard.overview")}
      </Typography>
      <Box
        sx={{
          display: "grid",
          gridTemplateColumns: { xs: "minmax(0, 1fr)", xl: "repeat(2, minmax(0, 1fr))" },
          columnGap: 2,
        }}
      >
        <Figure
          title={t("dashboard.inboxByAge")}
          labelHeading={t("dashboard.waitingFor")}
          valueHeading={t("column.programs")}
          rows={inboxByAge.map(({ fromDays, toDays, count }) => ({
            label:
              toDays === null
                ? t("dashboard.daysAndMore", { from: fromDays })
                : t("dashboard.days", { from: fromDays, to: toDays }),
            value: count,
          }))}
        />
        <Figure
          title={t("dashboard.byState")}
          labelHeading={t("column.status")}
          valueHeading={t("column.programs")}
          rows={programStatuses.flatMap((status) => {
            const count = programsByStatus.find((each) => each.status === status)?.count;
            return count ? [{ label: t(`status.${status}`), value: count }] : [];
          })}
        />
        <Figure
          title={t("dashboard.byMonth")}
          labelHeading={t("column.month")}
          valueHeading={t("column.credits")}
          bars="standing"
          rows={creditsByMonth.map(({ month, creditUnit, credits, records }) => ({
            label: units.size > 1 ? `${month} ${creditUnit}` : month,
            value: Number(credits),
            text: t("dashboard.awarded", { credits, unit: creditUnit, records }),
          }))}
        />
        <ReportsDue reports={reportsDue} showProvider />
      </Box>
    </Box>
  );
};
