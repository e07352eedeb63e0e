import { Box, Button, Checkbox, Chip, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { formatDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportLink } from "../ui/export-button.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { PageButtons } from "../ui/page-buttons.tsx";
import { RowActions } from "../ui/row-actions.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Section } from "../ui/section.tsx";
import { useTableState } from "../ui/use-table-state.ts";
import { formatTime } from "../ui/zone-time.ts";
import { removeSession, type SessionRow, sessionsDocument, updateSession } from "./conference.data.ts";
import { SessionDialog } from "./session-dialog.tsx";

const pageSize = 100;

const orders = ["STARTS_AT", "TITLE", "SPEAKERS", "ROOM", "CREDITS", "ELIGIBLE", "VIRTUAL"] as const;

const headings = [
  { label: "Time", by: "STARTS_AT" },
  { label: "Session", by: "TITLE" },
  { label: "Speakers", by: "SPEAKERS" },
  { label: "Room", by: "ROOM" },
  { label: "Credits", by: "CREDITS" },
  { label: "Eligible", by: "ELIGIBLE" },
  { label: "Virtual", by: "VIRTUAL" },
  "Actions",
] as const;

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
  const { data, refetch } = useAsk(sessionsDocument, {
    id: conference.id,
    filter: text ? { text } : null,
    orderBy: [order],
    first: pageSize,
    offset,
  });
  const change = useOperation(updateSession);
  const sessions = data?.sessions.nodes ?? [];
  const byDay = order.field === "STARTS_AT";
  const groups = Map.groupBy(sessions, (session) => (byDay ? formatDay(session.date) : "All days"));
  const reload = async (id: string | undefined) => {
    const found = (await refetch()).data?.sessions.nodes.find((session) => session.id === id);
    setEdited(found ?? null);
  };
  return (
    <>
      <Box sx={{ display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap", mb: 2 }}>
        <SearchField label="Title or speaker" value={text} onText={table.search} />
        <Typography color="text.secondary" sx={{ flexGrow: 1 }}>
          {t("All times are those of %{zone}.", { zone: timeZone })}
        </Typography>
        <ExportLink
          list="sessions"
          filter={text ? { text } : null}
          orderBy={[order]}
          of={{ programId: conference.id }}
          disabled={sessions.length === 0}
        />
        <Button variant="contained" onClick={() => setEdited("new")}>
          {t("Add a session")}
        </Button>
      </Box>
      {data &&
        sessions.length === 0 &&
        (text ? (
          <Typography color="text.secondary">{t("No session has this.")}</Typography>
        ) : (
          <EmptyList
            title="No sessions yet"
            hint="First import the schedule that the conference publishes, or add its sessions one by one. Then register who attends: they can claim once the conference has ended."
          >
            <Button variant="outlined" onClick={onImport}>
              {t("Import a schedule")}
            </Button>
          </EmptyList>
        ))}
      {[...groups].map(([title, ofGroup]) => (
        <Section key={title} title={title}>
          <ScrollTable label={title} headings={headings} table={table}>
            {ofGroup.map((session) => (
              <TableRow key={session.id}>
                <TableCell sx={{ whiteSpace: "nowrap" }}>
                  {!byDay && `${formatDay(session.date)}, `}
                  {formatTime(session.startsAt, timeZone)} – {formatTime(session.endsAt, timeZone)}
                </TableCell>
                <TableCell sx={{ minWidth: 180 }}>
                  {session.title}
                  {session.track && (
                    <Typography variant="body2" color="text.secondary">
                      {session.track}
                    </Typography>
                  )}
                  {session.removedAt && <Chip size="small" color="warning" label={t("no longer in the schedule")} />}
                </TableCell>
                <TableCell>{session.speakers.join(", ")}</TableCell>
                <TableCell>{session.room}</TableCell>
                <TableCell sx={{ whiteSpace: "nowrap" }}>
                  {session.credits} {creditUnit}
                  {session.creditsReason && (
                    <Typography variant="body2" color="text.secondary" sx={{ whiteSpace: "normal", minWidth: 100 }}>
                      {t("By hand: %{reason}", { reason: session.creditsReason })}
                    </Typography>
                  )}
                </TableCell>
                {(["eligible", "virtual"] as const).map((flag) => (
                  <TableCell key={flag} padding="checkbox">
                    <Checkbox
                      checked={session[flag]}
                      disabled={change.busy}
                      slotProps={{
                        input: {
                          "aria-label": `${t(flag === "eligible" ? "Eligible" : "Virtual")}: ${session.title}`,
                        },
                      }}
                      onChange={async (_, checked) => {
                        if (!(await change.run(session, { [flag]: checked }, null))) void refetch();
                      }}
                    />
                  </TableCell>
                ))}
                <RowActions
                  title={session.title}
                  onEdit={() => setEdited(session)}
                  onRemove={() => setRemoved(session)}
                />
              </TableRow>
            ))}
          </ScrollTable>
        </Section>
      ))}
      {data && (
        <PageButtons
          offset={offset}
          pageSize={pageSize}
          shown={sessions.length}
          total={data.sessions.totalCount}
          onOffset={table.turnTo}
        />
      )}
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
