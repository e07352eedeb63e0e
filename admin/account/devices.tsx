import { Box, Button, Chip, Typography } from "@mui/material";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { type Account, endDevice } from "./account.data.ts";

/** Where the viewer is signed in, each of which can be ended. */
export const Devices = ({ devices }: { devices: Account["devices"] }) => {
  const end = useOperation(endDevice, { done: t("account.deviceSignedOut") });
  return (
    <Section title={t("account.devices")}>
      {devices.map((device) => (
        <Box
          key={device.id}
          sx={{ display: "flex", gap: 1, alignItems: "center", py: 1, borderTop: 1, borderColor: "divider" }}
        >
          <Box sx={{ flexGrow: 1, minWidth: 0 }}>
            <Typography sx={{ overflowWrap: "anywhere" }}>{device.userAgent || t("account.otherProgram")}</Typography>
            <Typography variant="body2" color="text.secondary">
              {t("account.lastUsed", { when: formatInstant(device.lastUsedAt) })}
            </Typography>
          </Box>
          {device.current ? (
            <Chip size="small" label={t("account.thisDevice")} />
          ) : (
            <Button size="small" disabled={end.busy} onClick={() => void end.run(device.id)}>
              {t("account.signOut")}
            </Button>
          )}
        </Box>
      ))}
    </Section>
  );
};
