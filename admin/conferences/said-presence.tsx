import { Box, Button, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { RefusalAlert } from "../ui/refusal-alert.tsx";
import { decidePresence, type PresenceRecord } from "./conference.data.ts";

interface SaidProps {
  sessionId: string;
  record: PresenceRecord;
}

/** What somebody says of themselves, with what decides on it: each by itself, since the reason is mailed to them. */
export const SaidPresence = ({ sessionId, record: { id, said, recordedAt, member } }: SaidProps) => {
  const [reason, setReason] = useState("");
  const decide = useOperation(decidePresence, { done: t("room.decided"), quiet: true });
  const say = (counts: boolean) => void decide.run(sessionId, [id], counts, reason);
  const name = member?.name ?? "";
  return (
    <Box component="li" sx={{ mb: 2 }}>
      <Typography>
        {t("room.saidOn", { name, number: member?.memberNumber ?? "", day: formatInstantDay(recordedAt) })}
      </Typography>
      <Quoted text={said ?? ""} />
      {decide.refusal && <RefusalAlert refusal={decide.refusal} />}
      <Stack spacing={1} sx={{ mt: 1 }}>
        <TextField
          label={t("room.reasonFor", { name })}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          required
          multiline
        />
        <Stack direction="row" spacing={1}>
          <Button
            variant="outlined"
            disabled={decide.busy}
            aria-label={t("room.countOf", { name })}
            onClick={() => say(true)}
          >
            {t("room.countOne")}
          </Button>
          <Button
            color="error"
            disabled={decide.busy}
            aria-label={t("room.strikeOf", { name })}
            onClick={() => say(false)}
          >
            {t("room.strikeOne")}
          </Button>
        </Stack>
      </Stack>
    </Box>
  );
};

/** What was decided of a session's evidence, the last first. */
export const DecidedPresence = ({ records }: { records: readonly PresenceRecord[] }) => (
  <Box component="details">
    <Typography component="summary">{t("room.decidedBefore", { count: records.length })}</Typography>
    <ul>
      {records.map(({ id, member, said, counts, reason, byStaff, decidedAt }) => (
        <Box component="li" key={id} sx={{ mb: 1 }}>
          {t(counts ? "room.didCount" : "room.didNotCount", {
            name: member?.name ?? "",
            number: member?.memberNumber ?? "",
            day: decidedAt ? formatInstantDay(decidedAt) : "",
            by: byStaff ? "staff" : "provider",
          })}
          {said && <Quoted text={said} />}
          {reason && (
            <Typography variant="body2" color="text.secondary" dir="auto">
              {t("room.because", { reason })}
            </Typography>
          )}
        </Box>
      ))}
    </ul>
  </Box>
);

const Quoted = ({ text }: { text: string }) => (
  <Typography component="blockquote" dir="auto" sx={{ m: 0, whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
    {t("room.quoted", { text })}
  </Typography>
);
