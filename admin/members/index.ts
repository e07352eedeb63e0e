import MemberIcon from "@mui/icons-material/PersonSearch";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export const members = {
  name: "members",
  list: lazy(async () => ({ default: (await import("./member-list.tsx")).MemberList })),
  show: lazy(async () => ({ default: (await import("./member-show.tsx")).MemberShow })),
  icon: MemberIcon,
  options: { label: "members.title" },
} satisfies ResourceProps;

export const ImportMembersPage = lazy(async () => ({
  default: (await import("./import-page.tsx")).ImportMembersPage,
}));
