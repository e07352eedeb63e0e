import HistoryIcon from "@mui/icons-material/History";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export const auditEntries = {
  name: "audit-entries",
  list: lazy(async () => ({ default: (await import("./audit-list.tsx")).AuditList })),
  icon: HistoryIcon,
} satisfies ResourceProps;
