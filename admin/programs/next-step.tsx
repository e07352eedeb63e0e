import { Alert } from "@mui/material";
import type { ReactNode } from "react";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import type { ProgramPage } from "./program.data.ts";

/** Steps that have a day. */
const dated = ["HOLD", "REPORT", "OVERDUE", "CLAIM"] as const;
const isDated = (code: string): code is (typeof dated)[number] => (dated as readonly string[]).includes(code);

/** Where the program stands and what comes next: until when, and the button for it. */
export const NextStep = ({
  step: { code, dueOn, action },
  button,
}: {
  step: ProgramPage["nextStep"];
  button: ReactNode;
}) => (
  <Alert
    severity={code === "OVERDUE" ? "warning" : (action && code !== "NONE") || code === "PAY" ? "info" : "success"}
    icon={false}
    role="group"
    aria-label={t("programs.nextStep")}
    action={button}
    sx={{ mb: 2, alignItems: "center", flexWrap: "wrap", "& .MuiAlert-action": { pt: 0 } }}
  >
    {dueOn && isDated(code) ? t(`nextStepDue.${code}`, { day: formatDay(dueOn) }) : t(`nextStep.${code}`)}
  </Alert>
);
