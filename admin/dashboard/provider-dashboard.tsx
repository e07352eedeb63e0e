import AddIcon from "@mui/icons-material/Add";
import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { Title } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { type PlainKey, t } from "../i18n/t.ts";
import { inboxAddress } from "../programs/inbox-address.ts";
import { programState } from "../programs/program-statuses.ts";
import { formatDay } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { providerDashboardQuery } from "./dashboard.data.ts";
import { ReportsDue } from "./reports-due.tsx";

/** What to do next, by where a program stands. A conference that is being claimed waits for its provider only where documents are missing. */
const nextSteps: Partial<Record<string, PlainKey>> = {
  DRAFT: "dashboard.submitIt",
  CHANGES_REQUESTED: "dashboard.changeIt",
  AWAITING_ATTENDANCE: "dashboard.reportIt",
  CLAIMING: "dashboard.documentIt",
  AWAITING_DOCUMENTS: "dashboard.documentIt",
  AWAITING_FEE: "dashboard.payIt",
};

const nextStep = (state: string): string => {
  const key = nextSteps[state];
  return key ? t(key) : "";
};

/** What is due next, for a provider. */
export const ProviderDashboard = ({ name }: { name: string }) => {
  const { data, error } = useAsk(providerDashboardQuery, {});
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  return (
    <Box sx={{ mt: 2, maxWidth: 1000 }}>
      <Title title={t("dashboard.title")} />
      <Box sx={{ display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap", mb: 2 }}>
        <Typography variant="h5" component="h2" sx={{ flexGrow: 1 }}>
          {name}
        </Typography>
        <Button component={Link} to="/programs/create" variant="contained" startIcon={<AddIcon />}>
          {t("programs.add")}
        </Button>
        <Button component={Link} to="/upload-attendance" variant="outlined">
          {t("attendance.upload")}
        </Button>
      </Box>
      <ReportsDue reports={data.dashboard.reportsDue} showProvider={false} />
      <Section
        title={t("dashboard.waiting")}
        actions={
          data.programs.totalCount > data.programs.nodes.length && (
            <Button component={Link} to={inboxAddress} size="small">
              {t("dashboard.allInInbox", { count: data.programs.totalCount })}
            </Button>
          )
        }
      >
        {data.programs.nodes.length === 0 && (
          <Typography color="text.secondary">{t("dashboard.nothingWaits")}</Typography>
        )}
        <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
          {data.programs.nodes.map((program) => (
            <Box
              component="li"
              key={program.id}
              sx={{ py: 1, borderTop: 1, borderColor: "divider", "&:first-of-type": { borderTop: 0 } }}
            >
              <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap", alignItems: "center" }}>
                <MuiLink component={Link} to={`/programs/${program.id}/show`}>
                  {[program.number, program.name].filter(Boolean).join(" ")}
                </MuiLink>
                <StatusChip status={programState(program.status, program.type.form)} />
                <Typography variant="body2" color="text.secondary">
                  {formatDay(program.startsOn)}
                </Typography>
              </Box>
              <Typography variant="body2">{nextStep(programState(program.status, program.type.form))}</Typography>
            </Box>
          ))}
        </Box>
      </Section>
    </Box>
  );
};
