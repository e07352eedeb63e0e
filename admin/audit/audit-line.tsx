import { Box, Typography } from "@mui/material";
import { isKey, t } from "../i18n/t.ts";
import { actionName } from "../ui/action-name.ts";
import { formatInstant } from "../ui/dates.ts";
import { statusName } from "../ui/status-name.ts";
import type { AuditRow } from "./audit.data.ts";

/** What a field is called; one of a later server, or inside of a value, by its own name. */
const wordsOf = (field: string): string => {
  const key = `auditField.${field}`;
  return isKey(key) ? t(key) : field;
};

/** A value as text: what the log has as JSON is read out, part by part. */
const textOf = (field: string, value: string): string => {
  if (field === "status") return statusName(value);
  if (!/^[[{]/.test(value)) return value;
  try {
    return readOut(JSON.parse(value));
  } catch {
    return value;
  }
};

const readOut = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(readOut).join("; ") || "–";
  if (value === null || typeof value !== "object") return String(value ?? "–");
  return Object.entries(value)
    .map(([name, part]) => `${wordsOf(name)}: ${readOut(part)}`)
    .join(", ");
};

/** Why something was done, and what is different afterwards. */
export const AuditDetails = ({ entry }: { entry: Pick<AuditRow, "reason" | "changes"> }) => (
  <>
    {entry.reason && <Typography variant="body2">“{entry.reason}”</Typography>}
    {entry.changes.map(({ field, before, after, beforeName, afterName }) => (
      <Typography key={field} variant="body2" component="div" sx={{ "& ins": { textDecoration: "none" } }}>
        {wordsOf(field)}: {before !== null && <del>{beforeName ?? textOf(field, before)}</del>}
        {before !== null && after !== null && " → "}
        {after !== null && <ins>{afterName ?? textOf(field, after)}</ins>}
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
