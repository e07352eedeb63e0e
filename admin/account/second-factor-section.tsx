import { Box, Button, Chip, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { type Account, disableSecondFactor, renewRecoveryCodes } from "./account.data.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

const passwordAndCode = (): DialogField[] => [
  { name: "password", label: t("account.yourPassword"), type: "password", required: true },
  { name: "code", label: t("account.codeOrRecovery"), required: true },
];

/** Sets the viewer's authenticator app up, makes recovery codes anew, and turns it off. */
export const SecondFactorSection = ({ account }: { account: Account }) => {
  const [settingUp, setSettingUp] = useState(false);
  const [asking, setAsking] = useState<"codes" | "off" | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const renew = useOperation(renewRecoveryCodes, { quiet: true });
  const disable = useOperation(disableSecondFactor, { quiet: true, done: t("account.factorOff") });
  const { secondFactor } = account;
  const close = () => setAsking(null);
  if (codes)
    return (
      <Section title={t("account.app")}>
        <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
      </Section>
    );
  if (settingUp)
    return (
      <Section title={t("account.app")}>
        <SetUpSecondFactor onDone={() => setSettingUp(false)} />
      </Section>
    );
  if (!secondFactor)
    return (
      <Section title={t("account.app")} actions={<Chip size="small" variant="outlined" label={t("account.off")} />}>
        <Typography sx={{ mb: 2 }}>{t("account.factorMeaning")}</Typography>
        <Button variant="contained" onClick={() => setSettingUp(true)}>
          {t("account.setUp")}
        </Button>
      </Section>
    );
  return (
    <Section title={t("account.app")} actions={<Chip size="small" color="success" label={t("account.on")} />}>
      <Typography sx={{ mb: 2 }}>
        {t("account.factorSince", {
          day: formatInstantDay(secondFactor.confirmedAt),
          count: secondFactor.recoveryCodesLeft,
        })}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
        <Button variant="outlined" onClick={() => setAsking("codes")}>
          {t("account.newCodes")}
        </Button>
        <Button variant="outlined" color="error" onClick={() => setAsking("off")}>
          {t("account.turnOff")}
        </Button>
      </Box>
      {asking === "codes" && (
        <OperationDialog
          title={t("account.newCodes")}
          explanation={t("account.newCodesMeaning")}
          fields={passwordAndCode()}
          confirm={t("account.makeCodes")}
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
          title={t("account.turnFactorOff")}
          explanation={t("account.turnFactorOffMeaning")}
          fields={passwordAndCode()}
          confirm={t("account.turnOff")}
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
