import { Box, Typography } from "@mui/material";
import { Title, useTranslate } from "react-admin";
import { Section } from "../ui/section.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

/** Shown in the place of every page to staff who must have a second factor and have none. */
export const SetUpFirst = () => {
  const t = useTranslate();
  return (
    <Box sx={{ mt: 2, maxWidth: 760 }}>
      <Title title={t("Set up your second factor")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("Set up your second factor")}
      </Typography>
      <Section title="Authenticator app">
        <Typography sx={{ mb: 1 }}>
          {t(
            "Staff sign in with a password and a code of an authenticator app on their telephone. Once yours is set up, you may go on to the console.",
          )}
        </Typography>
        <SetUpSecondFactor onDone={() => location.reload()} />
      </Section>
    </Box>
  );
};
