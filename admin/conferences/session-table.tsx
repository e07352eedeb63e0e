import { Button, Checkbox, Chip, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { formatDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { RowActions } from "../ui/row-actions.tsx";
import { useTableState } from "../ui/use-table-state.ts";
import { formatTime } from "../ui/zone-time.ts";
import { removeSession, type SessionRow, sessionsQuery, updateSession } from "./conference.data.ts";
import { ConferenceTable, NothingFound } from "./conference-table.tsx";
import { SessionDialog } from "./session-dialog.tsx";

const pageSize = 100;

const orders = ["STARTS_AT", "TITLE", "SPEAKERS", "ROOM", "CREDITS", "ELIGIBLE", "VIRTUAL"] as const;

interface Props {
  conference: { id: string; startsOn: string | null; timeZone: string; creditUnit: string };
  onImport(): void;
}

/** The sessions of a conference in its own time zone, day by day unless they are sorted by anything else; eligible and virtual are changed in place. */
export const SessionTable = ({ conference, onImport }: Props) => {
  const t = useTranslate();
  const { timeZone, creditUnit } = conference;
  const table = useTableState(orders);
  const { text, offset, order } = table;
  const [edited, setEdited] = useState<SessionRow | "new" | null>(null);
  const [removed, setRemoved] = useState<SessionRow | null>(null);
  const filter = text ? { text } : null;
  const { data, refetch } = useAsk(sessionsQuery, {
    id: conference.id,
    filter,
    orderBy: [order],
    first: pageSize,
    offset,
  });
  const change = useOperation(updateSession);
  const byDay = order.field === "STARTS_AT";
  const reload = async (id: string | undefined) => {
    const found = (await refetch()).data?.sessions.nodes.find((session) => session.id === id);
    setEdited(found ?? null);
  };
  const flag = (name: "eligible" | "virtual", label: string) => (session: SessionRow) => (
    <Checkbox
      checked={session[name]}
      disabled={change.busy}
      slotProps={{ input: { "aria-label": `${label}: ${session.title}` } }}
      onChange={async (_, checked) => {
        if (!(await change.run(session, { [name]: checked }, null))) void refetch();
      }}
    />
  );
  return (
    <>
      <ConferenceTable
        title="All days"
        table={table}
        page={data?.sessions}
        pageSize={pageSize}
        keyOf={({ id }) => id}
        groupBy={byDay ? ({ date }) => formatDay(date) : undefined}
        searchLabel="Title or speaker"
        aside={
          <Typography color="text.secondary">{t("All times are those of %{zone}.", { zone: timeZone })}</Typography>
        }
        exported={{ list: "sessions", programId: conference.id, filter }}
        actions={
          <Button variant="contained" onClick={() => setEdited("new")}>
            {t("Add a session")}
          </Button>
        }
        empty={
          text ? (
            <NothingFound>{t("No session has this.")}</NothingFound>
          ) : (
            <EmptyList
              title="No sessions yet"
              hint="First import the schedule that the conference publishes, or add its sessions one by one. Then register who attends: they can claim once the conference has ended."
            >
              <Button variant="outlined" onClick={onImport}>
                {t("Import a schedule")}
              </Button>
            </EmptyList>
          )
        }
        columns={[
          {
            label: "Time",
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
            label: "Session",
            by: "TITLE",
            look: { sx: { minWidth: 180 } },
            cell: ({ title, track, removedAt }) => (
              <>
                {title}
                {track && (
                  <Typography variant="body2" color="text.secondary">
                    {track}
                  </Typography>
                )}
                {removedAt && <Chip size="small" color="warning" label={t("no longer in the schedule")} />}
              </>
            ),
          },
          { label: "Speakers", by: "SPEAKERS", cell: ({ speakers }) => speakers.join(", ") },
          { label: "Room", by: "ROOM", cell: ({ room }) => room },
          {
            label: "Credits",
            by: "CREDITS",
            look: { sx: { whiteSpace: "nowrap" } },
            cell: ({ credits, creditsReason }) => (
              <>
                {credits} {creditUnit}
                {creditsReason && (
                  <Typography variant="body2" color="text.secondary" sx={{ whiteSpace: "normal", minWidth: 100 }}>
                    {t("By hand: %{reason}", { reason: creditsReason })}
                  </Typography>
                )}
              </>
            ),
          },
          { label: "Eligible", by: "ELIGIBLE", look: { padding: "checkbox" }, cell: flag("eligible", t("Eligible")) },
          { label: "Virtual", by: "VIRTUAL", look: { padding: "checkbox" }, cell: flag("virtual", t("Virtual")) },
        ]}
        rowActions={(session) => (
          <RowActions title={session.title} onEdit={() => setEdited(session)} onRemove={() => setRemoved(session)} />
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
      {removed && <RemoveDialog session={removed} onClose={() => setRemoved(null)} />}
    </>
  );
};

const RemoveDialog = ({ session, onClose }: { session: SessionRow; onClose(): void }) => {
  const t = useTranslate();
  const { run, busy, refusal } = useOperation(removeSession, { done: "The session is off the schedule.", quiet: true });
  return (
    <OperationDialog
      title={t("Remove “%{title}”?", { title: session.title })}
      explanation={
        session.claimCount > 0
          ? "It has been claimed: it stays on record for those who did, marked, and nobody else can claim it."
          : "Nobody has claimed it: it is gone for good."
      }
      confirm="Remove"
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
