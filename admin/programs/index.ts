import ProgramIcon from "@mui/icons-material/Article";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export const programs = {
  name: "programs",
  list: lazy(async () => ({ default: (await import("./program-list.tsx")).ProgramList })),
  show: lazy(async () => ({ default: (await import("./program-show.tsx")).ProgramShow })),
  create: lazy(async () => ({ default: (await import("./application-page.tsx")).NewApplication })),
  edit: lazy(async () => ({ default: (await import("./application-page.tsx")).EditApplication })),
  icon: ProgramIcon,
  recordRepresentation: (program: { number?: string | null; name?: string }) =>
    [program.number, program.name].filter(Boolean).join(" "),
} satisfies ResourceProps;

/** A list of its own, so that it and Programs each keep what was filtered there. */
export const Inbox = lazy(async () => ({ default: (await import("./program-list.tsx")).Inbox }));
