import { Alert, Box, Button } from "@mui/material";
import { Link } from "react-router-dom";
import { messageOf } from "../data/message-of.ts";
import { t } from "../i18n/t.ts";

/** Stands where a page could not be loaded. */
export const LoadProblem = ({ error }: { error: unknown }) => {
  return (
    <Box sx={{ mt: 3, maxWidth: 640 }}>
      <Alert
        severity="warning"
        action={
          <Button component={Link} to="/" color="inherit" size="small">
            {t("console.toStart")}
          </Button>
        }
      >
        {messageOf(error)}
      </Alert>
    </Box>
  );
};
