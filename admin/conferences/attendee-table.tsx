import { Button, Chip, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { formatDay } from "../ui/dates.ts";
import { StatusChip } from "../ui/status-chip.tsx";
import { type TableState, useTableState } from "../ui/use-table-state.ts";
import { formatTime } from "../ui/zone-time.ts";
import { attendeesQuery, claimedSessionsQuery } from "./conference.data.ts";
import { ConferenceTable, NothingFound } from "./conference-table.tsx";

const pageSize = 50;

const attendeeOrders = ["NAME", "NUMBER", "SESSIONS", "CREDITS", "CERTIFICATE"] as const;
const sessionOrders = ["STARTS_AT", "TITLE", "CREDITS", "CLAIMS"] as const;

interface Props {
  conference: { id: string; timeZone: string; creditUnit: string };
}

/** Who claimed what of a conference: by attendee, of one session where one is chosen, and by session. */
export const AttendeeTable = ({ conference }: Props) => {
  const [session, setSession] = useState<{ id: string; title: string } | null>(null);
  const table = useTableState(attendeeOrders);
  const choose = (chosen: typeof session) => {
    setSession(chosen);
    table.search("");
  };
  return (
    <>
      <ByAttendee
        key={session?.id ?? "all"}
        conference={conference}
        table={table}
        session={session}
        onAll={() => choose(null)}
      />
      <BySession conference={conference} onSession={choose} />
    </>
  );
};

interface ByAttendeeProps extends Props {
  table: TableState<(typeof attendeeOrders)[number]>;
  session: { id: string; title: string } | null;
  onAll(): void;
}

const ByAttendee = ({ conference, table, session, onAll }: ByAttendeeProps) => {
  const t = useTranslate();
  const memberIdLabel = useMemberIdLabel();
  const { text, offset, order } = table;
  const filter = { ...(text && { text }), ...(session && { sessionId: session.id }) };
  const { data } = useAsk(attendeesQuery, { id: conference.id, filter, orderBy: [order], offset });
  return (
    <ConferenceTable
      title="By attendee"
      table={table}
      page={data?.conferenceAttendees}
      pageSize={pageSize}
      keyOf={({ member }) => member?.memberNumber ?? ""}
      searchLabel="Name or member ID"
      aside={
        <>
          {session && <Chip label={t("Who claimed “%{title}”", { title: session.title })} onDelete={onAll} />}
          {data && (
            <Typography color="text.secondary">
              {t("Attendees: %{count}", { count: data.conferenceAttendees.totalCount })}
            </Typography>
          )}
        </>
      }
      exported={{ list: "conference-attendees", programId: conference.id, filter }}
      empty={
        <NothingFound>
          {t(
            text || session
              ? "Nobody who claimed is found by this."
              : "Nobody has claimed yet. Attendees can once the conference has ended.",
          )}
        </NothingFound>
      }
      columns={[
        { label: memberIdLabel, by: "NUMBER", cell: ({ member }) => member?.memberNumber },
        { label: "Name", by: "NAME", cell: ({ member }) => member && `${member.firstName} ${member.lastName}` },
        { label: "E-mail address", look: { sx: { overflowWrap: "anywhere" } }, cell: ({ member }) => member?.email },
        { label: "Sessions", by: "SESSIONS", cell: ({ sessions }) => sessions },
        {
          label: "Credits claimed",
          by: "CREDITS",
          look: { sx: { whiteSpace: "nowrap" } },
          cell: ({ credits }) => `${credits} ${conference.creditUnit}`,
        },
        {
          label: "Certificate",
          by: "CERTIFICATE",
          look: { sx: { whiteSpace: "nowrap" } },
          cell: ({ certificate }) =>
            certificate ? (
              <>
                <MuiLink component={Link} to={`/certificates/${certificate.id}/show`}>
                  {certificate.number}
                </MuiLink>
                , {certificate.credits} {conference.creditUnit} <StatusChip status={certificate.status} />
              </>
            ) : (
              t("none yet")
            ),
        },
      ]}
    />
  );
};

interface BySessionProps extends Props {
  onSession(session: { id: string; title: string }): void;
}

const BySession = ({ conference, onSession }: BySessionProps) => {
  const t = useTranslate();
  const table = useTableState(sessionOrders, "session-");
  const { offset, order } = table;
  const { data } = useAsk(claimedSessionsQuery, { id: conference.id, orderBy: [order], offset });
  return (
    <ConferenceTable
      title="By session"
      table={table}
      page={data?.sessions}
      pageSize={pageSize}
      keyOf={({ id }) => id}
      empty={<NothingFound>{t("No session of this conference earns credit yet.")}</NothingFound>}
      columns={[
        {
          label: "Start",
          by: "STARTS_AT",
          look: { sx: { whiteSpace: "nowrap" } },
          cell: ({ date, startsAt }) => `${formatDay(date)}, ${formatTime(startsAt, conference.timeZone)}`,
        },
        { label: "Session", by: "TITLE", cell: ({ title }) => title },
        {
          label: "Credits",
          by: "CREDITS",
          look: { sx: { whiteSpace: "nowrap" } },
          cell: ({ credits }) => `${credits} ${conference.creditUnit}`,
        },
        {
          label: "Claimed by",
          by: "CLAIMS",
          cell: (session) =>
            session.claimCount > 0 ? (
              <Button
                size="small"
                aria-label={t("Who claimed %{title}: %{count}", { title: session.title, count: session.claimCount })}
                onClick={() => {
                  onSession(session);
                  window.scrollTo({ top: 0 });
                }}
              >
                {session.claimCount}
              </Button>
            ) : (
              t("nobody")
            ),
        },
      ]}
    />
  );
};
