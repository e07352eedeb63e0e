import { Alert, Box, Button } from "@mui/material";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { messageOf } from "../data/message-of.ts";

/** Stands where a page could not be loaded. */
export const LoadProblem = ({ error }: { error: unknown }) => {
  const t = useTranslate();
  return (
    <Box sx={{ mt: 3, maxWidth: 640 }}>
      <Alert
        severity="warning"
        action={
          <Button component={Link} to="/" color="inherit" size="small">
            {t("To the start")}
          </Button>
        }
      >
        {t(messageOf(error))}
      </Alert>
    </Box>
  );
};
