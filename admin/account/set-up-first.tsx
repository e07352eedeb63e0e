import { Box, Typography } from "@mui/material";
import { Title } from "react-admin";
import { t } from "../i18n/t.ts";
import { Section } from "../ui/section.tsx";
import { PasskeysSection } from "./passkeys-section.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

/** Shown in the place of every page to staff who must have a second factor and have none. */
export const SetUpFirst = () => {
  return (
    <Box sx={{ mt: 2, maxWidth: 760 }}>
      <Title title={t("account.setUpFirst")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("account.setUpFirst")}
      </Typography>
      <Section title={t("account.app")}>
        <Typography sx={{ mb: 1 }}>{t("account.setUpFirstMeaning")}</Typography>
        <SetUpSecondFactor onDone={() => location.reload()} />
      </Section>
      <PasskeysSection passkeys={[]} onAdded={() => location.reload()} />
    </Box>
  );
};
