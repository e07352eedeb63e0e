import { Box, Typography } from "@mui/material";
import { actionName } from "../ui/action-name.ts";
import { formatInstant } from "../ui/dates.ts";
import type { AuditRow } from "./audit.data.ts";

/** Why something was done, and what is different afterwards. */
export const AuditDetails = ({ entry }: { entry: Pick<AuditRow, "reason" | "changes"> }) => (
  <>
    {entry.reason && <Typography variant="body2">“{entry.reason}”</Typography>}
    {entry.changes.map(({ field, before, after }) => (
      <Typography key={field} variant="body2" component="div">
        {field}: {before !== null && <del>{before}</del>} {after !== null && <ins>{after}</ins>}
      </Typography>
    ))}
  </>
);

/** One entry of the audit log: what, when, who, from where, why, and what is different afterwards. */
export const AuditLine = ({ entry }: { entry: AuditRow }) => (
  <Box sx={{ borderTop: 1, borderColor: "divider", py: 1, overflowWrap: "anywhere" }}>
    <Typography sx={{ fontWeight: 600 }}>{actionName(entry.action)}</Typography>
    <Typography variant="body2" color="text.secondary">
      {[formatInstant(entry.at), `${entry.actor} (${entry.actorAs})`, entry.ip].filter(Boolean).join(" · ")}
    </Typography>
    <AuditDetails entry={entry} />
  </Box>
);
