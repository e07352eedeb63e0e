import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { RefusalAlert } from "../ui/refusal-alert.tsx";
import { formatTime } from "../ui/zone-time.ts";
import { decidePresence, endRoomLink, makeRoomLink, roomOfSessionQuery } from "./conference.data.ts";
import { LinkPart } from "./link-part.tsx";
import { DecidedPresence, SaidPresence } from "./said-presence.tsx";

interface Props {
  timeZone: string;
  session: { id: string; title: string };
  onClose(): void;
}

/** The link for the screen of a session's room, and the evidence from there that somebody should decide on. */
export const RoomDialog = ({ timeZone, session, onClose }: Props) => {
  const { data } = useAsk(roomOfSessionQuery, { id: session.id });
  const [reason, setReason] = useState("");
  const make = useOperation(makeRoomLink, { quiet: true });
  const end = useOperation(endRoomLink, { done: t("room.ended"), quiet: true });
  const decide = useOperation(decidePresence, { done: t("room.decided"), quiet: true });
  const found = data?.node?.__typename === "Session" ? data.node : null;
  const toDecide = found?.presenceToDecide ?? [];
  const waiting = toDecide.filter(({ said }) => said === null);
  const saying = toDecide.filter(({ said }) => said !== null);
  const decided = found?.presenceDecided ?? [];
  const say = (counts: boolean) =>
    decide.run(
      session.id,
      waiting.map(({ id }) => id),
      counts,
      reason,
    );
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="room-title">
      <DialogTitle id="room-title">{t("room.of", { title: session.title })}</DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          <Typography>{t("room.meaning")}</Typography>
          <LinkPart
            label={t("room.link")}
            standing={t(found?.roomLinkMadeAt ? "room.hasLink" : "room.hasNone")}
            exists={Boolean(found?.roomLinkMadeAt)}
            make={make}
            end={end}
            of={session.id}
          />
          {decide.refusal && <RefusalAlert refusal={decide.refusal} />}
          {waiting.length > 0 && (
            <>
              <Alert severity="info">{t("room.toDecide", { count: waiting.length })}</Alert>
              <ul>
                {waiting.map(({ id, member, at, waits, sharedDevice, otherNetwork }) => (
                  <li key={id}>
                    {member?.name} ({member?.memberNumber}), {formatTime(at, timeZone)}
                    {waits && `, ${t("room.late")}`}
                    {sharedDevice && `, ${t("room.sharedDevice")}`}
                    {otherNetwork && `, ${t("room.otherNetwork")}`}
                  </li>
                ))}
              </ul>
              <TextField
                label={t("column.reason")}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
                required
                multiline
              />
              <Stack direction="row" spacing={1}>
                <Button variant="outlined" disabled={decide.busy} onClick={() => void say(true)}>
                  {t("room.count")}
                </Button>
                <Button color="error" disabled={decide.busy} onClick={() => void say(false)}>
                  {t("room.strike")}
                </Button>
              </Stack>
            </>
          )}
          {saying.length > 0 && (
            <>
              <Alert severity="info">{t("room.saying", { count: saying.length })}</Alert>
              <Box component="ul" sx={{ listStyle: "none", p: 0 }}>
                {saying.map((record) => (
                  <SaidPresence key={record.id} sessionId={session.id} record={record} />
                ))}
              </Box>
            </>
          )}
          {decided.length > 0 && <DecidedPresence records={decided} />}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t("button.close")}</Button>
      </DialogActions>
    </Dialog>
  );
};
