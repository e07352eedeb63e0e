import PreviousIcon from "@mui/icons-material/NavigateBefore";
import NextIcon from "@mui/icons-material/NavigateNext";
import { Box, IconButton, Tooltip, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { inboxDocument } from "./program.data.ts";

/** Goes through what waits for the viewer, the longest waiting first. */
export const InboxNavigation = ({ id }: { id: string }) => {
  const t = useTranslate();
  const { data } = useAsk(inboxDocument, {});
  const ids = data?.programs.nodes.map((program) => program.id) ?? [];
  const at = ids.indexOf(id);
  if (ids.length === 0 || (at >= 0 && ids.length === 1)) return null;
  const arrow = (target: string | undefined, label: string, icon: React.ReactNode) => (
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
      {arrow(at > 0 ? ids[at - 1] : undefined, t("Previous in my inbox"), <PreviousIcon />)}
      <Typography variant="body2" color="text.secondary">
        {at >= 0
          ? t("%{at} of %{all} in my inbox", { at: at + 1, all: ids.length })
          : t("%{all} in my inbox", { all: ids.length })}
      </Typography>
      {arrow(ids[at + 1], t("Next in my inbox"), <NextIcon />)}
    </Box>
  );
};
