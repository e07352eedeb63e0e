import PreviousIcon from "@mui/icons-material/NavigateBefore";
import NextIcon from "@mui/icons-material/NavigateNext";
import { Box, IconButton, Tooltip, Typography } from "@mui/material";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { inboxQuery } from "./program.data.ts";

/** Goes through what waits for the viewer, the longest waiting first. */
export const InboxNavigation = ({ id }: { id: string }) => {
  const { data } = useAsk(inboxQuery, { id });
  if (!data) return null;
  const { position, count, previousId, nextId } = data.inboxPlace;
  if (!previousId && !nextId) return null;
  const arrow = (target: string | null, label: string, icon: React.ReactNode) => (
    <Tooltip title={label}>
      <span>
        {target ? (
          <IconButton component={Link} to={`/programs/${target}/show`} aria-label={label}>
            {icon}
          </IconButton>
        ) : (
          <IconButton disabled aria-label={label}>
            {icon}
          </IconButton>
        )}
      </span>
    </Tooltip>
  );
  return (
    <Box component="nav" aria-label={t("programs.inbox")} sx={{ display: "flex", alignItems: "center" }}>
      {arrow(previousId, t("programs.previousInInbox"), <PreviousIcon />)}
      <Typography variant="body2" color="text.secondary">
        {position
          ? t("programs.placeInInbox", { at: position, all: count })
          : t("programs.countInInbox", { all: count })}
      </Typography>
      {arrow(nextId, t("programs.nextInInbox"), <NextIcon />)}
    </Box>
  );
};
