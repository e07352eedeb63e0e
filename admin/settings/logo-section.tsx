import { Alert, Box, Button, Typography } from "@mui/material";
import { serverAddress } from "../data/request.ts";
import { useOperation } from "../data/use-operation.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { forgetSignedIn } from "../data/viewer.ts";
import { t } from "../i18n/t.ts";
import { FileButton } from "../ui/file-button.tsx";
import { Section } from "../ui/section.tsx";
import { removeLogo, type SettingsValues, uploadLogo } from "./settings.data.ts";

/** The accreditor's logo, to be looked at, changed and taken away. */
export const LogoSection = ({ settings }: { settings: SettingsValues }) => {
  const upload = useOperation(uploadLogo, { done: t("settings.logoKept"), quiet: true });
  const remove = useOperation(removeLogo, { done: t("settings.logoRemoved"), quiet: true });
  const mayChange = useHolds("ADMINISTRATOR");
  const refusal = upload.refusal ?? remove.refusal;
  const { logoUrl, version } = settings;
  return (
    <Section title={t("settings.logo")} place="settings-logo">
      <Typography color="text.secondary" sx={{ mb: 2 }}>
        {t("settings.logoMeaning")}
      </Typography>
      {refusal && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {refusal.message}
        </Alert>
      )}
      <Box sx={{ display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap" }}>
        {logoUrl && (
          // Logos are made for paper: a dark page would swallow dark letters.
          <Box
            component="img"
            src={serverAddress(new URL(logoUrl).pathname)}
            alt={t("settings.logoOf", { name: settings.accreditorName })}
            sx={{ maxWidth: 240, maxHeight: 80, p: 1, bgcolor: "#fff", border: 1, borderColor: "divider" }}
          />
        )}
        {!logoUrl && !mayChange && <Typography>{t("settings.noLogo")}</Typography>}
        {mayChange && (
          <FileButton
            label={t(logoUrl ? "settings.otherPicture" : "settings.picture")}
            accept="image/png,image/jpeg"
            disabled={upload.busy}
            onFile={async (file) => {
              remove.forget();
              if (await upload.run(version, file)) forgetSignedIn();
            }}
          />
        )}
        {logoUrl && mayChange && (
          <Button
            color="error"
            disabled={remove.busy}
            onClick={async () => {
              upload.forget();
              if (await remove.run(version)) forgetSignedIn();
            }}
          >
            {t("settings.removeLogo")}
          </Button>
        )}
      </Box>
    </Section>
  );
};
