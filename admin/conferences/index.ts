import ConferenceIcon from "@mui/icons-material/Groups";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export const conferences = {
  name: "conferences",
  list: lazy(async () => ({ default: (await import("./conference-list.tsx")).ConferenceList })),
  show: lazy(async () => ({ default: (await import("./conference-show.tsx")).ConferenceShow })),
  icon: ConferenceIcon,
} satisfies ResourceProps;
