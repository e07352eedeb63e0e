import {
  Box,
  Button,
  Checkbox,
  Chip,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { formatDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { removeSession, type SessionRow, sessionsDocument, updateSession } from "./conference.data.ts";

const pageSize = 100;

interface Props {
  programId: string;
  timeZone: string;
  creditUnit: string;
}

/** The sessions of a conference, day by day, in its own time zone; eligible and virtual are changed in place. */
export const SessionTable = ({ programId, timeZone, creditUnit }: Props) => {
  const t = useTranslate();
  const [text, setText] = useState("");
  const [offset, setOffset] = useState(0);
  const [edited, setEdited] = useState<SessionRow | null>(null);
  const { data } = useAsk(sessionsDocument, { id: programId, filter: text ? { text } : null, offset });
  const change = useOperation(updateSession);
  const remove = useOperation(removeSession, { done: "The session is off the schedule." });
  const time = (instant: string) =>
    new Date(instant).toLocaleTimeString(navigator.language, { timeZone, timeStyle: "short" });
  const sessions = data?.sessions.nodes ?? [];
  const days = Map.groupBy(sessions, (session) => session.date);
  return (
    <>
      <TextField
        label={t("Title or speaker")}
        size="small"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOffset(0);
        }}
        sx={{ mb: 2, minWidth: 260 }}
      />
      {data && sessions.length === 0 && (
        <Typography color="text.secondary">
          {t(text ? "No session has this." : "There are no sessions yet: import a schedule.")}
        </Typography>
      )}
      {[...days].map(([date, ofDay]) => (
        <Section key={date} title={formatDay(date)}>
          <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={formatDay(date)}>
            <Table size="small">
              <TableHead>
                <TableRow>
                  {["Time", "Session", "Speakers", "Room", "Credits", "Eligible", "Virtual", "Actions"].map((label) => (
                    <TableCell key={label}>{t(label)}</TableCell>
                  ))}
                </TableRow>
              </TableHead>
              <TableBody>
                {ofDay.map((session) => (
                  <TableRow key={session.id}>
                    <TableCell sx={{ whiteSpace: "nowrap" }}>
                      {time(session.startsAt)} – {time(session.endsAt)}
                    </TableCell>
                    <TableCell>
                      {session.title}{" "}
                      {session.removedAt && (
                        <Chip size="small" color="warning" label={t("no longer in the schedule")} />
                      )}
                    </TableCell>
                    <TableCell>{session.speakers.join(", ")}</TableCell>
                    <TableCell>{session.room}</TableCell>
                    <TableCell title={session.creditsReason ?? undefined} sx={{ whiteSpace: "nowrap" }}>
                      {session.credits} {creditUnit}
                      {session.creditsReason && "*"}
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
                          onChange={(_, checked) => void change.run(session.id, { [flag]: checked }, null)}
                        />
                      </TableCell>
                    ))}
                    <TableCell sx={{ whiteSpace: "nowrap" }}>
                      <Button
                        size="small"
                        aria-label={t("Edit %{title}", { title: session.title })}
                        onClick={() => setEdited(session)}
                      >
                        {t("Edit …")}
                      </Button>
                      <Button
                        size="small"
                        color="error"
                        disabled={remove.busy}
                        aria-label={t("Remove %{title}", { title: session.title })}
                        onClick={() => void remove.run(session.id)}
                      >
                        {t("Remove")}
                      </Button>
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Box>
        </Section>
      ))}
      {data && data.sessions.totalCount > pageSize && (
        <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
          <Button disabled={offset === 0} onClick={() => setOffset(offset - pageSize)}>
            {t("Earlier")}
          </Button>
          {t("Showing %{from} to %{to} of %{all}", {
            from: offset + 1,
            to: offset + sessions.length,
            all: data.sessions.totalCount,
          })}
          <Button disabled={offset + pageSize >= data.sessions.totalCount} onClick={() => setOffset(offset + pageSize)}>
            {t("Later")}
          </Button>
        </Box>
      )}
      {edited && <SessionDialog key={edited.id} session={edited} onClose={() => setEdited(null)} />}
    </>
  );
};

const SessionDialog = ({ session, onClose }: { session: SessionRow; onClose(): void }) => {
  const { run, busy, refusal } = useOperation(updateSession, { done: "The session is changed.", quiet: true });
  return (
    <OperationDialog
      title="Edit the session"
      explanation="Certificates that were issued already stay as they are."
      confirm="Save"
      fields={[
        { name: "title", label: "Title", required: true, initial: session.title },
        {
          name: "speakers",
          label: "Speakers, one on each line",
          multiline: true,
          initial: session.speakers.join("\n"),
        },
        { name: "room", label: "Room", initial: session.room ?? "" },
        { name: "track", label: "Track", initial: session.track ?? "" },
        { name: "credits", label: "Credits", initial: session.credits },
        { name: "reason", label: "Reason, where credits are set by hand", initial: session.creditsReason ?? "" },
      ]}
      busy={busy}
      refusal={refusal}
      onClose={onClose}
      onConfirm={async ({ title = "", speakers = "", room = "", track = "", credits = "", reason = "" }) => {
        const byHand = credits !== session.credits ? { credits: credits || null } : {};
        const lines = speakers.split("\n").filter((line) => line.trim());
        const input = { title, speakers: lines, room: room || null, track: track || null, ...byHand };
        if (await run(session.id, input, reason || null)) onClose();
      }}
    />
  );
};
