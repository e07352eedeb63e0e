import { Alert, Button } from "@mui/material";
import { useTranslate } from "react-admin";
import type { Refusal } from "../data/request.ts";

/** What the server refuses, where it is about no field of a dialog. Offers to load again where somebody else was faster. */
export const RefusalAlert = ({ refusal, onReload }: { refusal: Refusal; onReload?: (() => void) | undefined }) => {
  const t = useTranslate();
  return (
    <Alert
      severity="error"
      sx={{ mb: 2 }}
      action={
        refusal.code === "STALE_VERSION" &&
        onReload && (
          <Button color="inherit" size="small" onClick={onReload}>
            {t("Reload")}
          </Button>
        )
      }
    >
      {refusal.message}
    </Alert>
  );
};
