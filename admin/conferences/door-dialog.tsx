import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, Typography } from "@mui/material";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { useServerFile } from "../ui/use-server-file.ts";
import { doorOfConferenceQuery, endDoorLink, makeDoorLink } from "./conference.data.ts";
import { LinkPart } from "./link-part.tsx";

/** As the server prints at once. */
const badgesOfFile = 500;

interface Props {
  programId: string;
  onClose(): void;
}

/** The link for the telephones that scan badges at a conference's doors. */
export const DoorDialog = ({ programId, onClose }: Props) => {
  const { data } = useAsk(doorOfConferenceQuery, { id: programId });
  const make = useOperation(makeDoorLink, { quiet: true });
  const end = useOperation(endDoorLink, { done: t("door.ended"), quiet: true });
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
          <LinkPart
            label={t("door.link")}
            standing={t(madeAt ? "door.hasLink" : "room.hasNone")}
            exists={Boolean(madeAt)}
            make={make}
            end={end}
            of={programId}
          />
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
