import { Alert, Box, Link as MuiLink, Tab, Tabs, Typography } from "@mui/material";
import { Title, useGetOne } from "react-admin";
import { Link, useParams, useSearchParams } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { programState } from "../programs/program-statuses.ts";
import { formatDays } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { AttendeeTable } from "./attendee-table.tsx";
import { type ConferencePage, presence, registrations, schedules } from "./conference.data.ts";
import { ImportPanel } from "./import-panel.tsx";
import { PresenceDemand } from "./presence-demand.tsx";
import { RegistrationTable } from "./registration-table.tsx";
import { SessionTable } from "./session-table.tsx";

const tabs = {
  sessions: "conferences.sessions",
  schedule: "conferences.importSchedule",
  registrations: "conferences.registrations",
  "import-registrations": "conferences.importRegistrations",
  "import-presence": "conferences.importPresence",
  claims: "conferences.claims",
} as const;

type TabName = keyof typeof tabs;
const tabNames = Object.keys(tabs) as TabName[];

/** A conference: its sessions by day, its registrations, the imports of both, and who claimed what. */
export const ConferenceShow = () => {
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const { data, error } = useGetOne<ConferencePage>("conferences", { id, meta: { page: "show" } });
  if (error) return <LoadProblem error={error} />;
  if (!data?.offerings) return null;
  const tab = tabNames.find((name) => name === search.get("tab")) ?? "sessions";
  const show = (name: TabName) => setSearch({ tab: name });
  const conference = { ...data, timeZone: data.offerings[0]?.timeZone ?? "UTC" };
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={[data.number, data.name].filter(Boolean).join(" ")} />
      <Box sx={{ display: "flex", gap: 1.5, alignItems: "center", flexWrap: "wrap" }}>
        <Typography variant="h5" component="h2" sx={{ overflowWrap: "anywhere" }}>
          {data.name}
        </Typography>
        <StatusChip status={programState(data.status, "CONFERENCE")} />
      </Box>
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {formatDays(data.startsOn, data.endsOn)}, {conference.timeZone} · {data.provider.name} ·{" "}
        <MuiLink component={Link} to={`/programs/${id}/show`}>
          {t("conferences.itsProgram")}
        </MuiLink>
      </Typography>
      <PresenceDemand conference={data} />
      {data.missingDocuments.length > 0 && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {t("programs.missingDocuments", {
            documents: data.missingDocuments.map((kind) => t(`document.${kind}`)).join(", "),
          })}
        </Alert>
      )}
      <Tabs
        value={tab}
        onChange={(_, next: TabName) => show(next)}
        variant="scrollable"
        allowScrollButtonsMobile
        sx={{ mb: 2 }}
      >
        {tabNames.map((name) => (
          <Tab key={name} value={name} label={t(tabs[name])} id={`tab-${name}`} aria-controls={`panel-${name}`} />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === "sessions" && <SessionTable conference={conference} onImport={() => show("schedule")} />}
        {tab === "schedule" && (
          <ImportPanel
            key="schedule"
            programId={id}
            timeZone={conference.timeZone}
            kind={schedules}
            mayImport={data.conferenceActions.includes("ADD_SESSION")}
            template="/conferences/schedule-template.csv"
            explanation={t("conferences.scheduleMeaning")}
            invitation={t("conferences.dropSchedule")}
            accept=".xml,.json,.csv,.txt"
          />
        )}
        {tab === "registrations" && (
          <RegistrationTable
            programId={id}
            programNumber={data.number ?? ""}
            mayAdd={data.conferenceActions.includes("ADD_REGISTRATION")}
            onImport={() => show("import-registrations")}
          />
        )}
        {tab === "import-registrations" && (
          <ImportPanel
            key="registrations"
            programId={id}
            timeZone={conference.timeZone}
            kind={registrations}
            mayImport={data.conferenceActions.includes("ADD_REGISTRATION")}
            template="/conferences/registrations-template.csv"
            explanation={t("conferences.registrationsMeaning")}
            invitation={t("upload.drop")}
            accept=".csv,text/csv,.txt"
          />
        )}
        {tab === "import-presence" && (
          <ImportPanel
            key="presence"
            programId={id}
            timeZone={conference.timeZone}
            kind={presence}
            mayImport={data.conferenceActions.includes("ADD_REGISTRATION")}
            template="/conferences/presence-template.csv"
            explanation={t("conferences.presenceMeaning")}
            invitation={t("upload.drop")}
            accept=".csv,text/csv,.txt,.xlsx"
          />
        )}
        {tab === "claims" && <AttendeeTable conference={conference} />}
      </Box>
    </Box>
  );
};
