import { Box, Button, Chip, Link as MuiLink, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import type { Session } from "../data/viewer.ts";
import { formatDay } from "../ui/dates.ts";
import { ExportLink } from "../ui/export-button.tsx";
import { PageButtons } from "../ui/page-buttons.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { type TableState, useTableState } from "../ui/use-table-state.ts";
import { formatTime } from "../ui/zone-time.ts";
import { attendeesDocument, claimedSessionsDocument } from "./conference.data.ts";

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
  const { permissions } = usePermissions<Session>();
  const { text, offset, order } = table;
  const filter = { ...(text && { text }), ...(session && { sessionId: session.id }) };
  const { data } = useAsk(attendeesDocument, { id: conference.id, filter, orderBy: [order], offset });
  const attendees = data?.conferenceAttendees.nodes ?? [];
  return (
    <Section
      title="By attendee"
      actions={
        <ExportLink
          list="conference-attendees"
          filter={filter}
          orderBy={[order]}
          of={{ programId: conference.id }}
          disabled={attendees.length === 0}
        />
      }
    >
      <Box sx={{ display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap", mb: 2 }}>
        <SearchField label="Name or member ID" value={text} onText={table.search} />
        {session && <Chip label={t("Who claimed “%{title}”", { title: session.title })} onDelete={onAll} />}
        {data && (
          <Typography color="text.secondary">
            {t("Attendees: %{count}", { count: data.conferenceAttendees.totalCount })}
          </Typography>
        )}
      </Box>
      {data && attendees.length === 0 ? (
        <Typography color="text.secondary">
          {t(
            text || session
              ? "Nobody who claimed is found by this."
              : "Nobody has claimed yet. Attendees can once the conference has ended.",
          )}
        </Typography>
      ) : (
        <ScrollTable
          label="By attendee"
          headings={[
            { label: permissions?.settings.memberIdLabel ?? "Member ID", by: "NUMBER" },
            { label: "Name", by: "NAME" },
            "E-mail address",
            { label: "Sessions", by: "SESSIONS" },
            { label: "Credits claimed", by: "CREDITS" },
            { label: "Certificate", by: "CERTIFICATE" },
          ]}
          table={table}
        >
          {attendees.map(({ member, sessions, credits, certificate }) => (
            <TableRow key={member?.memberNumber}>
              <TableCell>{member?.memberNumber}</TableCell>
              <TableCell>
                {member?.firstName} {member?.lastName}
              </TableCell>
              <TableCell sx={{ overflowWrap: "anywhere" }}>{member?.email}</TableCell>
              <TableCell>{sessions}</TableCell>
              <TableCell sx={{ whiteSpace: "nowrap" }}>
                {credits} {conference.creditUnit}
              </TableCell>
              <TableCell sx={{ whiteSpace: "nowrap" }}>
                {certificate ? (
                  <>
                    <MuiLink component={Link} to={`/certificates/${certificate.id}/show`}>
                      {certificate.number}
                    </MuiLink>
                    , {certificate.credits} {conference.creditUnit} <StatusChip status={certificate.status} />
                  </>
                ) : (
                  t("none yet")
                )}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {data && (
        <PageButtons
          offset={offset}
          pageSize={pageSize}
          shown={attendees.length}
          total={data.conferenceAttendees.totalCount}
          onOffset={table.turnTo}
        />
      )}
    </Section>
  );
};

interface BySessionProps extends Props {
  onSession(session: { id: string; title: string }): void;
}

const BySession = ({ conference, onSession }: BySessionProps) => {
  const t = useTranslate();
  const table = useTableState(sessionOrders, "session-");
  const { offset, order } = table;
  const { data } = useAsk(claimedSessionsDocument, { id: conference.id, orderBy: [order], offset });
  const sessions = data?.sessions.nodes ?? [];
  return (
    <Section title="By session">
      {data && sessions.length === 0 ? (
        <Typography color="text.secondary">{t("No session of this conference earns credit yet.")}</Typography>
      ) : (
        <ScrollTable
          label="By session"
          headings={[
            { label: "Start", by: "STARTS_AT" },
            { label: "Session", by: "TITLE" },
            { label: "Credits", by: "CREDITS" },
            { label: "Claimed by", by: "CLAIMS" },
          ]}
          table={table}
        >
          {sessions.map((session) => (
            <TableRow key={session.id}>
              <TableCell sx={{ whiteSpace: "nowrap" }}>
                {formatDay(session.date)}, {formatTime(session.startsAt, conference.timeZone)}
              </TableCell>
              <TableCell>{session.title}</TableCell>
              <TableCell sx={{ whiteSpace: "nowrap" }}>
                {session.credits} {conference.creditUnit}
              </TableCell>
              <TableCell>
                {session.claimCount > 0 ? (
                  <Button
                    size="small"
                    aria-label={t("Who claimed %{title}: %{count}", {
                      title: session.title,
                      count: session.claimCount,
                    })}
                    onClick={() => {
                      onSession(session);
                      window.scrollTo({ top: 0 });
                    }}
                  >
                    {session.claimCount}
                  </Button>
                ) : (
                  t("nobody")
                )}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {data && (
        <PageButtons
          offset={offset}
          pageSize={pageSize}
          shown={sessions.length}
          total={data.sessions.totalCount}
          onOffset={table.turnTo}
        />
      )}
    </Section>
  );
};
