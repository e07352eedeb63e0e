import MailIcon from "@mui/icons-material/MailOutlined";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export const mails = {
  name: "mails",
  list: lazy(async () => ({ default: (await import("./mail-list.tsx")).MailList })),
  show: lazy(async () => ({ default: (await import("./mail-show.tsx")).MailShow })),
  icon: MailIcon,
} satisfies ResourceProps;
