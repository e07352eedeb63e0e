import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { RefusalAlert } from "../ui/refusal-alert.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { doorOfConferenceQuery, endDoorLink, makeDoorLink } from "./conference.data.ts";

/** As the server prints at once. */
const badgesOfFile = 500;

interface Props {
  programId: string;
  onClose(): void;
}

/** The link for the telephones that scan badges at a conference's doors. */
export const DoorDialog = ({ programId, onClose }: Props) => {
  const { data } = useAsk(doorOfConferenceQuery, { id: programId });
  const [link, setLink] = useState<string | null>(null);
  const make = useOperation(makeDoorLink, { quiet: true });
  const end = useOperation(endDoorLink, { done: t("door.ended"), quiet: true });
  const refusal = make.refusal ?? end.refusal;
  const serverFile = useServerFile();
  const count = data?.registrations.totalCount ?? 0;
  const parts = Array.from({ length: Math.ceil(count / badgesOfFile) }, (_, at) => at * badgesOfFile);
  const madeAt = data?.program?.doorLinkMadeAt;
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="door-title">
      <DialogTitle id="door-title">{t("door.title")}</DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          <Typography>{t("door.meaning")}</Typography>
          {link ? (
            <TextField
              label={t("door.link")}
              value={link}
              slotProps={{ htmlInput: { readOnly: true } }}
              onFocus={(event) => event.target.select()}
              helperText={t("room.once")}
            />
          ) : (
            <Typography color="text.secondary">{t(madeAt ? "door.hasLink" : "room.hasNone")}</Typography>
          )}
          {refusal && <RefusalAlert refusal={refusal} />}
          <Stack direction="row" spacing={1}>
            <Button variant="outlined" disabled={make.busy} onClick={async () => setLink(await make.run(programId))}>
              {t("room.make")}
            </Button>
            {madeAt && (
              <Button
                color="error"
                disabled={end.busy}
                onClick={async () => {
                  if ((await end.run(programId)) !== null) setLink(null);
                }}
              >
                {t("room.end")}
              </Button>
            )}
          </Stack>
          <Typography variant="subtitle1" component="h3">
            {t("door.sheet")}
          </Typography>
          <Typography>{t("door.sheetMeaning")}</Typography>
          <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1 }}>
            {parts.map((from) => (
              <Button
                key={from}
                variant="outlined"
                {...serverFile(`/programs/${programId}/badges.pdf?from=${from}`, true)}
                target="_blank"
                rel="noreferrer"
              >
                {t("door.sheetPart", { from: from + 1, to: Math.min(from + badgesOfFile, count) })}
              </Button>
            ))}
          </Stack>
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t("button.close")}</Button>
      </DialogActions>
    </Dialog>
  );
};
