import { Button, Chip, Link as MuiLink, TableCell, Typography } from "@mui/material";
import { useState } from "react";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useMemberIdLabel, useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { StatusChip } from "../ui/status-chip.tsx";
import { type TableState, useTableState } from "../ui/use-table-state.ts";
import { formatTime } from "../ui/zone-time.ts";
import { CertificateForDialog, ClaimForDialog, UnclaimForDialog } from "./claim-for-dialog.tsx";
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

/** Registrars choose sessions for members who ask them to. */
const useClaimsForOthers = (): boolean => useSignedIn()?.viewer.staffRoles.includes("REGISTRAR") ?? false;

interface ByAttendeeProps extends Props {
  table: TableState<(typeof attendeeOrders)[number]>;
  session: { id: string; title: string } | null;
  onAll(): void;
}

const ByAttendee = ({ conference, table, session, onAll }: ByAttendeeProps) => {
  const memberIdLabel = useMemberIdLabel();
  const { text, offset, order } = table;
  const [taken, setTaken] = useState<{ id: string; name: string } | null>(null);
  const [certified, setCertified] = useState<{ id: string; name: string } | null>(null);
  const mayClaim = useClaimsForOthers();
  const filter = { ...(text && { text }), ...(session && { sessionId: session.id }) };
  const { data } = useAsk(attendeesQuery, { id: conference.id, filter, orderBy: [order], offset });
  return (
    <>
      {certified && (
        <CertificateForDialog conference={conference} member={certified} onClose={() => setCertified(null)} />
      )}
      {taken && session && <UnclaimForDialog session={session} member={taken} onClose={() => setTaken(null)} />}
      <ConferenceTable
        title={t("conferences.byAttendee")}
        table={table}
        page={data?.conferenceAttendees}
        pageSize={pageSize}
        keyOf={({ member }) => member?.memberNumber ?? ""}
        searchLabel={t("conferences.searchAttendee")}
        aside={
          <>
            {session && <Chip label={t("conferences.whoClaimedOne", { title: session.title })} onDelete={onAll} />}
            {data && (
              <Typography color="text.secondary">
                {t("conferences.attendees", { count: data.conferenceAttendees.totalCount })}
              </Typography>
            )}
          </>
        }
        exported={{ list: "conference-attendees", programId: conference.id, filter }}
        empty={
          <NothingFound>{t(text || session ? "conferences.noneFound" : "conferences.nobodyClaimed")}</NothingFound>
        }
        columns={[
          { label: memberIdLabel, by: "NUMBER", cell: ({ member }) => member?.memberNumber },
          {
            label: t("column.name"),
            by: "NAME",
            cell: ({ member }) => member?.name,
          },
          { label: t("column.email"), look: { sx: { overflowWrap: "anywhere" } }, cell: ({ member }) => member?.email },
          {
            label: t("conferences.sessions"),
            by: "SESSIONS",
            cell: ({ sessions, unshown }) =>
              unshown > 0 ? t("presence.sessionsUnshown", { sessions, unshown }) : sessions,
          },
          {
            label: t("conferences.creditsClaimed"),
            by: "CREDITS",
            look: { sx: { whiteSpace: "nowrap" } },
            cell: ({ credits }) => `${credits} ${conference.creditUnit}`,
          },
          {
            label: t("column.certificate"),
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
                t("conferences.noCertificate")
              ),
          },
        ]}
        rowActions={
          mayClaim
            ? ({ member, certificate }) => (
                <TableCell sx={{ whiteSpace: "nowrap" }}>
                  {member && session && (
                    <Button
                      size="small"
                      aria-label={t("conferences.unclaimForNamed", { name: member.name })}
                      onClick={() => setTaken(member)}
                    >
                      {t("conferences.unclaimFor")} …
                    </Button>
                  )}
                  {member && !session && certificate?.status !== "REVOKED" && (
                    <Button
                      size="small"
                      aria-label={t("conferences.certificateForNamed", { name: member.name })}
                      onClick={() => setCertified(member)}
                    >
                      {t("conferences.certificateFor")} …
                    </Button>
                  )}
                </TableCell>
              )
            : undefined
        }
      />
    </>
  );
};

interface BySessionProps extends Props {
  onSession(session: { id: string; title: string }): void;
}

const BySession = ({ conference, onSession }: BySessionProps) => {
  const table = useTableState(sessionOrders, "session-");
  const { offset, order } = table;
  const [claimed, setClaimed] = useState<{ id: string; title: string; virtual: boolean; date: string } | null>(null);
  const mayClaim = useClaimsForOthers();
  const { data } = useAsk(claimedSessionsQuery, { id: conference.id, orderBy: [order], offset });
  return (
    <>
      {claimed && <ClaimForDialog session={claimed} onClose={() => setClaimed(null)} />}
      <ConferenceTable
        title={t("conferences.bySession")}
        table={table}
        page={data?.sessions}
        pageSize={pageSize}
        keyOf={({ id }) => id}
        empty={<NothingFound>{t("conferences.noEligible")}</NothingFound>}
        columns={[
          {
            label: t("column.start"),
            by: "STARTS_AT",
            look: { sx: { whiteSpace: "nowrap" } },
            cell: ({ date, startsAt }) => `${formatDay(date)}, ${formatTime(startsAt, conference.timeZone)}`,
          },
          { label: t("column.session"), by: "TITLE", cell: ({ title }) => title },
          {
            label: t("column.credits"),
            by: "CREDITS",
            look: { sx: { whiteSpace: "nowrap" } },
            cell: ({ credits }) => `${credits} ${conference.creditUnit}`,
          },
          {
            label: t("column.claimedBy"),
            by: "CLAIMS",
            cell: (session) =>
              session.claimCount > 0 ? (
                <Button
                  size="small"
                  aria-label={t("conferences.whoClaimedCount", { title: session.title, count: session.claimCount })}
                  onClick={() => {
                    onSession(session);
                    window.scrollTo({ top: 0 });
                  }}
                >
                  {session.claimCount}
                </Button>
              ) : (
                t("conferences.nobody")
              ),
          },
        ]}
        rowActions={
          mayClaim
            ? (session) => (
                <TableCell sx={{ whiteSpace: "nowrap" }}>
                  <Button
                    size="small"
                    aria-label={t("conferences.claimForNamed", { title: session.title })}
                    onClick={() => setClaimed(session)}
                  >
                    {t("conferences.claimFor")} …
                  </Button>
                </TableCell>
              )
            : undefined
        }
      />
    </>
  );
};
