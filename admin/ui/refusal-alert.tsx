import { Alert, Button } from "@mui/material";
import type { Refusal } from "../data/request.ts";
import { t } from "../i18n/t.ts";

/** What the server refuses, where it is about no field of a dialog. Offers to load again where somebody else was faster. */
export const RefusalAlert = ({ refusal, onReload }: { refusal: Refusal; onReload?: (() => void) | undefined }) => {
  return (
    <Alert
      severity={refusal.code === "SECOND_PERSON_REQUIRED" ? "info" : "error"}
      sx={{ mb: 2 }}
      action={
        refusal.code === "STALE_VERSION" &&
        onReload && (
          <Button color="inherit" size="small" onClick={onReload}>
            {t("button.reload")}
          </Button>
        )
      }
    >
      {refusal.message}
    </Alert>
  );
};
