import { Box, Link as MuiLink, Tab, Tabs, Typography } from "@mui/material";
import { Title, useGetOne, useTranslate } from "react-admin";
import { Link, useParams, useSearchParams } from "react-router-dom";
import { formatDays } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { type ConferencePage, importRegistrations, importSchedule } from "./conference.data.ts";
import { ImportPanel } from "./import-panel.tsx";
import { RegistrationTable } from "./registration-table.tsx";
import { SessionTable } from "./session-table.tsx";

const tabs = ["Sessions", "Import a schedule", "Registrations", "Import registrations"] as const;

/** A conference: its sessions by day, its registrations, and the imports of both. */
export const ConferenceShow = () => {
  const t = useTranslate();
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const { data: conference, error } = useGetOne<ConferencePage>("conferences", { id, meta: { page: "show" } });
  if (error) return <LoadProblem error={error} />;
  if (!conference?.offerings) return null;
  const tab = Math.min(tabs.length - 1, Number(search.get("tab") ?? 0) || 0);
  const timeZone = conference.offerings[0]?.timeZone ?? "UTC";
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={[conference.number, conference.name].filter(Boolean).join(" ")} />
      <Typography variant="h5" component="h2">
        {conference.name}
      </Typography>
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {formatDays(conference.startsOn, conference.endsOn)}, {timeZone} ·{" "}
        <MuiLink component={Link} to={`/programs/${id}/show`}>
          {t("its program")}
        </MuiLink>
        {conference.number && (
          <>
            {" · "}
            <MuiLink
              component={Link}
              to={`/attendance?${new URLSearchParams({ filter: JSON.stringify({ programNumber: conference.number }) })}`}
            >
              {t("who claimed what")}
            </MuiLink>
          </>
        )}
      </Typography>
      <Tabs
        value={tab}
        onChange={(_, next: number) => setSearch({ tab: String(next) })}
        variant="scrollable"
        sx={{ mb: 2 }}
      >
        {tabs.map((label, index) => (
          <Tab key={label} label={t(label)} id={`tab-${index}`} aria-controls={`panel-${index}`} />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 0 && <SessionTable programId={id} timeZone={timeZone} creditUnit={conference.creditUnit} />}
        {tab === 1 && (
          <ImportPanel
            key="schedule"
            programId={id}
            work={importSchedule}
            accept=".xml,.json,.csv"
            explanation="A schedule.xml of frab or pentabarf, a schedule.json as pretalx and frab write it, or a CSV file. A file with an error changes nothing."
          />
        )}
        {tab === 2 && <RegistrationTable programId={id} />}
        {tab === 3 && (
          <ImportPanel
            key="registrations"
            programId={id}
            work={importRegistrations}
            accept=".csv"
            explanation="A CSV file with the columns Email and Registration Type, and where wanted Access From, Access Until and Virtual."
          />
        )}
      </Box>
    </Box>
  );
};
