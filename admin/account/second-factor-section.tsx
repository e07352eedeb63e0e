import { Box, Button, Chip, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { type Account, disableSecondFactor, renewRecoveryCodes } from "./account.data.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

const passwordAndCode: DialogField[] = [
  { name: "password", label: "Your password", type: "password", required: true },
  { name: "code", label: "Code of the app, or a recovery code", required: true },
];

/** Sets the viewer's authenticator app up, makes recovery codes anew, and turns it off. */
export const SecondFactorSection = ({ account }: { account: Account }) => {
  const t = useTranslate();
  const [settingUp, setSettingUp] = useState(false);
  const [asking, setAsking] = useState<"codes" | "off" | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const renew = useOperation(renewRecoveryCodes, { quiet: true });
  const disable = useOperation(disableSecondFactor, { quiet: true, done: "The second factor is turned off." });
  const { secondFactor } = account;
  const close = () => setAsking(null);
  if (codes)
    return (
      <Section title="Authenticator app">
        <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
      </Section>
    );
  if (settingUp)
    return (
      <Section title="Authenticator app">
        <SetUpSecondFactor onDone={() => setSettingUp(false)} />
      </Section>
    );
  if (!secondFactor)
    return (
      <Section title="Authenticator app" actions={<Chip size="small" variant="outlined" label={t("Off")} />}>
        <Typography sx={{ mb: 2 }}>
          {t(
            "With a second factor, a stolen password alone opens nothing: each sign-in asks for a code of an app on your telephone, too.",
          )}
        </Typography>
        <Button variant="contained" onClick={() => setSettingUp(true)}>
          {t("Set up")}
        </Button>
      </Section>
    );
  return (
    <Section title="Authenticator app" actions={<Chip size="small" color="success" label={t("On")} />}>
      <Typography sx={{ mb: 2 }}>
        {t(
          "Since %{day}. %{smart_count} recovery code is left. |||| Since %{day}. %{smart_count} recovery codes are left.",
          {
            day: formatInstantDay(secondFactor.confirmedAt),
            smart_count: secondFactor.recoveryCodesLeft,
          },
        )}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
        <Button variant="outlined" onClick={() => setAsking("codes")}>
          {t("New recovery codes")}
        </Button>
        <Button variant="outlined" color="error" onClick={() => setAsking("off")}>
          {t("Turn off")}
        </Button>
      </Box>
      {asking === "codes" && (
        <OperationDialog
          title="New recovery codes"
          explanation="Ten new codes are made. Those that you have count no more."
          fields={passwordAndCode}
          confirm="Make new codes"
          busy={renew.busy}
          refusal={renew.refusal}
          onConfirm={async ({ password = "", code = "" }) => {
            const made = await renew.run(password, code);
            if (!made) return;
            close();
            setCodes(made);
          }}
          onClose={close}
        />
      )}
      {asking === "off" && (
        <OperationDialog
          title="Turn the second factor off"
          explanation="Sign-ins ask for the password alone then, and the recovery codes count no more."
          fields={passwordAndCode}
          confirm="Turn off"
          danger
          busy={disable.busy}
          refusal={disable.refusal}
          onConfirm={async ({ password = "", code = "" }) => {
            if (await disable.run(password, code)) close();
          }}
          onClose={close}
        />
      )}
    </Section>
  );
};
