import { Box, Button, Typography } from "@mui/material";
import { Title, useTranslate } from "react-admin";
import { Link } from "react-router-dom";

/** Stands at every address that the console does not have. */
export const NoSuchPage = () => {
  const t = useTranslate();
  return (
    <Box sx={{ mt: 6, textAlign: "center" }}>
      <Title title={t("No such page")} />
      <Typography variant="h5" component="h2" gutterBottom>
        {t("There is no such page")}
      </Typography>
      <Typography color="text.secondary" sx={{ mb: 3 }}>
        {t("The address may be mistyped, or the page is not one of yours.")}
      </Typography>
      <Button component={Link} to="/" variant="contained">
        {t("To the start")}
      </Button>
    </Box>
  );
};
