import PreviousIcon from "@mui/icons-material/NavigateBefore";
import NextIcon from "@mui/icons-material/NavigateNext";
import { Box, IconButton, Tooltip, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { inboxQuery } from "./program.data.ts";

/** Goes through what waits for the viewer, the longest waiting first. */
export const InboxNavigation = ({ id }: { id: string }) => {
  const t = useTranslate();
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
    <Box component="nav" aria-label={t("My Inbox")} sx={{ display: "flex", alignItems: "center" }}>
      {arrow(previousId, t("Previous in my inbox"), <PreviousIcon />)}
      <Typography variant="body2" color="text.secondary">
        {position
          ? t("%{at} of %{all} in my inbox", { at: position, all: count })
          : t("%{all} in my inbox", { all: count })}
      </Typography>
      {arrow(nextId, t("Next in my inbox"), <NextIcon />)}
    </Box>
  );
};
