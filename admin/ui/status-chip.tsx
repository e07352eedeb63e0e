import { Chip } from "@mui/material";
import { useTranslate } from "react-admin";

const tones: Record<string, "default" | "info" | "warning" | "success" | "error"> = {
  SUBMITTED: "info",
  IN_REVIEW: "info",
  CHECKING: "info",
  QUEUED: "info",
  CHANGES_REQUESTED: "warning",
  AWAITING_ATTENDANCE: "warning",
  AWAITING_FEE: "warning",
  APPROVED: "success",
  COMPLETED: "success",
  PROCESSED: "success",
  PREVIEWED: "success",
  ISSUED: "success",
  SENT: "success",
  DENIED: "error",
  REJECTED: "error",
  REVOKED: "error",
  FAILED: "error",
};

/** A state by its name, with a colour that adds nothing that the name does not say. */
export const StatusChip = ({ status }: { status: string }) => {
  const t = useTranslate();
  return <Chip size="small" variant="outlined" color={tones[status] ?? "default"} label={t(`status.${status}`)} />;
};
