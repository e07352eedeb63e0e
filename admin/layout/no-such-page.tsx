import { Box, Button, Typography } from "@mui/material";
import { Title } from "react-admin";
import { Link } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { Help } from "../ui/help.tsx";

/** Stands at every address that the console does not have. */
export const NoSuchPage = () => {
  return (
    <Box sx={{ mt: 6, textAlign: "center" }}>
      <Title title={t("console.noPage")} />
      <Typography variant="h5" component="h2" gutterBottom>
        {t("console.noPageTitle")}
      </Typography>
      <Typography color="text.secondary" sx={{ mb: 3 }}>
        {t("console.noPageHint")}
      </Typography>
      <Button component={Link} to="/" variant="contained">
        {t("console.toStart")}
      </Button>
      <Help />
    </Box>
  );
};
