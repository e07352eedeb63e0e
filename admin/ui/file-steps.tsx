import { Step, StepLabel, Stepper } from "@mui/material";
import { t } from "../i18n/t.ts";

/** The steps by which every file is taken. `step` counts from 0; 4 is done. */
export const FileSteps = ({ step }: { step: number }) => {
  return (
    <Stepper activeStep={step} sx={{ mb: 2, overflowX: "auto", py: 1 }}>
      {[t("upload.stepTemplate"), t("upload.stepFile"), t("upload.stepCheck"), t("upload.stepRecord")].map((label) => (
        <Step key={label}>
          <StepLabel>{label}</StepLabel>
        </Step>
      ))}
    </Stepper>
  );
};
