import { Box, Typography } from "@mui/material";
import { t } from "../i18n/t.ts";
import { actionName } from "../ui/action-name.ts";
import { formatDay, formatInstant } from "../ui/dates.ts";
import type { ProgramPage } from "./program.data.ts";

/** What happened to a program, the newest first. */
export const ProgramTimeline = ({ entries }: { entries: ProgramPage["timeline"] }) => {
  return (
    <Box
      component="ol"
      sx={{ listStyle: "none", m: 0, paddingInlineStart: 2, borderInlineStart: 2, borderColor: "divider" }}
    >
      {entries.toReversed().map((entry) => (
        <Box component="li" key={entry.id} sx={{ position: "relative", mb: 2, "&:last-child": { mb: 0 } }}>
          <Box
            aria-hidden
            sx={{
              position: "absolute",
              insetInlineStart: -23,
              top: 6,
              width: 12,
              height: 12,
              borderRadius: "50%",
              bgcolor: entry.toStatus && entry.toStatus !== entry.fromStatus ? "primary.main" : "divider",
            }}
          />
          <Typography sx={{ fontWeight: 600 }}>{actionName(entry.action)}</Typography>
          <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
            {entry.movedInFrom === null
              ? formatInstant(entry.at)
              : [formatDay(entry.at.slice(0, 10)), t("programs.movedInFrom", { file: entry.movedInFrom })].join(" · ")}
            {entry.actor && ` · ${entry.actor}`}
          </Typography>
          {entry.reason && <Typography sx={{ whiteSpace: "pre-line", mt: 0.5 }}>“{entry.reason}”</Typography>}
        </Box>
      ))}
    </Box>
  );
};
