import { Button, Checkbox, Chip, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { RowActions } from "../ui/row-actions.tsx";
import { useTableState } from "../ui/use-table-state.ts";
import { formatTime } from "../ui/zone-time.ts";
import {
  type ConferenceOfSessions,
  removeSession,
  type SessionRow,
  sessionsQuery,
  updateSession,
} from "./conference.data.ts";
import { ConferenceTable, NothingFound } from "./conference-table.tsx";
import { ProposalChip } from "./proposal-chip.tsx";
import { RoomDialog } from "./room-dialog.tsx";
import { SessionDialog } from "./session-dialog.tsx";
import { Speakers } from "./speakers.tsx";

const pageSize = 100;

const orders = ["STARTS_AT", "TITLE", "SPEAKERS", "ROOM", "CREDITS", "ELIGIBLE", "VIRTUAL"] as const;

interface Props {
  conference: ConferenceOfSessions;
  onImport(): void;
}

/** The sessions of a conference in its own time zone, day by day unless they are sorted by anything else; eligible and virtual are changed in place. */
export const SessionTable = ({ conference, onImport }: Props) => {
  const { timeZone, creditUnit } = conference;
  const table = useTableState(orders);
  const { text, offset, order } = table;
  const [edited, setEdited] = useState<SessionRow | "new" | null>(null);
  const [removed, setRemoved] = useState<SessionRow | null>(null);
  const [room, setRoom] = useState<{ id: string; title: string } | null>(null);
  const filter = text ? { text } : null;
  const { data, refetch } = useAsk(sessionsQuery, {
    id: conference.id,
    filter,
    orderBy: [order],
    first: pageSize,
    offset,
  });
  const change = useOperation(updateSession);
  const mayAdd = conference.conferenceActions.includes("ADD_SESSION");
  const byDay = order.field === "STARTS_AT";
  const reload = async (id: string | undefined) => {
    const found = (await refetch()).data?.sessions.nodes.find((session) => session.id === id);
    setEdited(found ?? null);
  };
  const flag = (name: "eligible" | "virtual", label: string) => (session: SessionRow) => (
    <Checkbox
      checked={session[name]}
      disabled={change.busy || !session.availableActions.includes("EDIT")}
      slotProps={{ input: { "aria-label": `${label}: ${session.title}` } }}
      onChange={async (_, checked) => {
        if (!(await change.run(session, { [name]: checked }, null))) void refetch();
      }}
    />
  );
  return (
    <>
      <ConferenceTable
        title={t("conferences.allDays")}
        table={table}
        page={data?.sessions}
        pageSize={pageSize}
        keyOf={({ id }) => id}
        groupBy={byDay ? ({ date }) => formatDay(date) : undefined}
        searchLabel={t("conferences.searchSession")}
        aside={<Typography color="text.secondary">{t("conferences.zone", { zone: timeZone })}</Typography>}
        exported={{ list: "sessions", programId: conference.id, filter }}
        actions={
          mayAdd && (
            <Button variant="contained" onClick={() => setEdited("new")}>
              {t("conferences.addSession")}
            </Button>
          )
        }
        empty={
          text ? (
            <NothingFound>{t("conferences.noSessionFound")}</NothingFound>
          ) : (
            <EmptyList title={t("conferences.noSessions")} hint={t("conferences.noSessionsHint")}>
              {mayAdd && (
                <Button variant="outlined" onClick={onImport}>
                  {t("conferences.importSchedule")}
                </Button>
              )}
            </EmptyList>
          )
        }
        columns={[
          {
            label: t("column.time"),
            by: "STARTS_AT",
            look: { sx: { whiteSpace: "nowrap" } },
            cell: ({ date, startsAt, endsAt }) => (
              <>
                {!byDay && `${formatDay(date)}, `}
                {formatTime(startsAt, timeZone)} – {formatTime(endsAt, timeZone)}
              </>
            ),
          },
          {
            label: t("column.session"),
            by: "TITLE",
            look: { sx: { minWidth: 180, overflowWrap: "anywhere" } },
            cell: ({ title, track, removedAt, ...rest }) => (
              <>
                {title}
                {track && (
                  <Typography variant="body2" color="text.secondary">
                    {track}
                  </Typography>
                )}
                {removedAt && <Chip size="small" color="warning" label={t("conferences.notInSchedule")} />}
                <ProposalChip session={{ title, track, removedAt, ...rest }} conference={conference} />
              </>
            ),
          },
          {
            label: t("column.speakers"),
            by: "SPEAKERS",
            cell: (session) => <Speakers session={session} creditUnit={creditUnit} />,
          },
          {
            label: t("column.room"),
            by: "ROOM",
            cell: ({ id, title, room, removedAt, presenceWaiting }) => (
              <>
                {room}{" "}
                {!removedAt && (
                  <Button
                    size="small"
                    aria-label={t("room.codesNamed", { title })}
                    onClick={() => setRoom({ id, title })}
                  >
                    {t("room.codes")} …
                  </Button>
                )}
                {presenceWaiting > 0 && (
                  <Chip
                    size="small"
                    color="warning"
                    label={t("room.waiting", { count: presenceWaiting })}
                    onClick={() => setRoom({ id, title })}
                  />
                )}
              </>
            ),
          },
          {
            label: t("column.credits"),
            by: "CREDITS",
            look: { sx: { whiteSpace: "nowrap" } },
            cell: ({ credits, creditsReason, creditKinds }) => (
              <>
                {credits} {creditUnit}
                {creditKinds.map(({ kind, credits: amount }) => (
                  <Typography key={kind.code} variant="body2" color="text.secondary">
                    {t(kind.partOf ? "conferences.kindWithin" : "conferences.kindBesides", {
                      credits: amount,
                      unit: kind.unit,
                    })}
                  </Typography>
                ))}
                {creditsReason && (
                  <Typography variant="body2" color="text.secondary" sx={{ whiteSpace: "normal", minWidth: 100 }}>
                    {t("conferences.byHand", { reason: creditsReason })}
                  </Typography>
                )}
              </>
            ),
          },
          {
            label: t("column.eligible"),
            by: "ELIGIBLE",
            look: { padding: "checkbox" },
            cell: flag("eligible", t("column.eligible")),
          },
          {
            label: t("column.virtual"),
            by: "VIRTUAL",
            look: { padding: "checkbox" },
            cell: flag("virtual", t("column.virtual")),
          },
        ]}
        rowActions={(session) => (
          <RowActions
            title={session.title}
            onEdit={session.availableActions.includes("EDIT") ? () => setEdited(session) : undefined}
            onRemove={session.availableActions.includes("REMOVE") ? () => setRemoved(session) : undefined}
          />
        )}
      />
      {edited && (
        <SessionDialog
          key={edited === "new" ? "new" : `${edited.id} ${edited.version}`}
          conference={conference}
          session={edited === "new" ? null : edited}
          onReload={() => void reload(edited === "new" ? undefined : edited.id)}
          onClose={() => setEdited(null)}
        />
      )}
      {room && <RoomDialog timeZone={timeZone} session={room} onClose={() => setRoom(null)} />}
      {removed && <RemoveDialog session={removed} onClose={() => setRemoved(null)} />}
    </>
  );
};

const RemoveDialog = ({ session, onClose }: { session: SessionRow; onClose(): void }) => {
  const { run, busy, refusal } = useOperation(removeSession, { done: t("conferences.sessionRemoved"), quiet: true });
  return (
    <OperationDialog
      title={t("conferences.removeSession", { title: session.title })}
      explanation={
        session.claimCount > 0 ? t("conferences.removeSessionClaimed") : t("conferences.removeSessionUnclaimed")
      }
      confirm={t("button.remove")}
      danger
      fields={[]}
      busy={busy}
      refusal={refusal}
      onClose={onClose}
      onConfirm={async () => {
        if ((await run(session.id)) !== null) onClose();
      }}
    />
  );
};
