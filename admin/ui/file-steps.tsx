import { Step, StepLabel, Stepper } from "@mui/material";
import { useTranslate } from "react-admin";

/** The steps by which every file is taken. `step` counts from 0; 4 is done. */
export const FileSteps = ({ step }: { step: number }) => {
  const t = useTranslate();
  return (
    <Stepper activeStep={step} sx={{ mb: 2, overflowX: "auto", py: 1 }}>
      {["Template", "File", "Check", "Record"].map((label) => (
        <Step key={label}>
          <StepLabel>{t(label)}</StepLabel>
        </Step>
      ))}
    </Stepper>
  );
};
