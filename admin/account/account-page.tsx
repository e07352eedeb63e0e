import { Box, Typography } from "@mui/material";
import { Title } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { accountQuery } from "./account.data.ts";
import { Devices } from "./devices.tsx";
import { MailChoicesSection } from "./mail-choices-section.tsx";
import { PasskeysSection } from "./passkeys-section.tsx";
import { SecondFactorSection } from "./second-factor-section.tsx";
import { SingleSignOnSection } from "./single-sign-on-section.tsx";

/** What protects the viewer's own account. */
export const AccountPage = () => {
  const { data, error } = useAsk(accountQuery, {});
  if (error) return <LoadProblem error={error} />;
  if (!data?.viewer) return null;
  const { viewer, settings } = data;
  return (
    <Box sx={{ mt: 2, maxWidth: 760 }}>
      <Title title={t("account.title")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {viewer.email}
      </Typography>
      <PasskeysSection
        passkeys={viewer.passkeys}
        codesLeft={viewer.passkeys.length > 0 && !viewer.secondFactor ? viewer.recoveryCodesLeft : null}
      />
      <SecondFactorSection account={viewer} />
      {settings.singleSignOn && <SingleSignOnSection name={settings.singleSignOn} linked={viewer.singleSignOnLinked} />}
      <MailChoicesSection />
      <Devices devices={viewer.devices} />
    </Box>
  );
};
