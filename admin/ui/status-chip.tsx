import { Chip } from "@mui/material";
import { type PlainKey, t } from "../i18n/t.ts";

type Keys<Key> = Key extends `status.${infer Status}` ? Status : never;

/** Whatever has a state that people read. */
export type Status = Keys<PlainKey>;

const tones: Partial<Record<Status, "default" | "info" | "warning" | "success" | "error">> = {
  SUBMITTED: "info",
  IN_REVIEW: "info",
  CHECKING: "info",
  QUEUED: "info",
  CHANGES_REQUESTED: "warning",
  AWAITING_ATTENDANCE: "warning",
  CLAIMING: "success",
  AWAITING_DOCUMENTS: "warning",
  AWAITING_FEE: "warning",
  APPROVED: "success",
  COMPLETED: "success",
  PROCESSED: "success",
  PREVIEWED: "success",
  ISSUED: "success",
  SENT: "success",
  DELIVERED: "success",
  SUPPRESSED: "warning",
  BOUNCED: "error",
  COMPLAINED: "error",
  ACCEPTED: "success",
  REFUSED: "error",
  DENIED: "error",
  REJECTED: "error",
  REVOKED: "error",
  FAILED: "error",
};

/** A state by its name, with a colour that adds nothing that the name does not say. */
export const StatusChip = ({ status }: { status: Status }) => {
  return <Chip size="small" variant="outlined" color={tones[status] ?? "default"} label={t(`status.${status}`)} />;
};
