import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from "@mui/material";
import { useEffect, useId, useState } from "react";
import { confirmBySingleSignOn, confirmIdentity, loadProved } from "../data/confirm-identity.ts";
import { confirmWithPasskey } from "../data/passkeys.ts";
import { passkeysWork } from "../data/passkeys-work.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { RefusalAlert } from "../ui/refusal-alert.tsx";

/** How often to look whether the provider's window has done its work, in milliseconds. */
const lookEvery = 1_500;

/** Asks who is there, by what the server takes for an answer. @param settle gets whether it was shown */
export const ProofDialog = ({ proofs, settle }: { proofs: readonly string[]; settle(shown: boolean): void }) => {
  const byCode = proofs.includes("CODE");
  if (proofs.includes("PASSKEY") && (passkeysWork() || !byCode)) return <ByPasskey orCode={byCode} settle={settle} />;
  return byCode || proofs.includes("PASSWORD") ? (
    <ByWord code={byCode} settle={settle} />
  ) : (
    <BySingleSignOn possible={proofs.includes("SINGLE_SIGN_ON")} settle={settle} />
  );
};

const ByPasskey = ({ orCode, settle }: { orCode: boolean; settle(shown: boolean): void }) => {
  const id = useId();
  const [byCode, setByCode] = useState(false);
  const confirm = useOperation(confirmWithPasskey, { quiet: true });
  if (byCode) return <ByWord code settle={settle} />;
  return (
    <Dialog open onClose={() => settle(false)} fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id}>{t("proof.title")}</DialogTitle>
      <DialogContent>
        <p>{t("proof.byPasskey")}</p>
        {confirm.refusal && <RefusalAlert refusal={confirm.refusal} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => settle(false)}>{t("button.close")}</Button>
        {orCode && <Button onClick={() => setByCode(true)}>{t("proof.codeInstead")}</Button>}
        <Button
          variant="contained"
          disabled={confirm.busy}
          onClick={async () => {
            if (await confirm.run()) settle(true);
          }}
        >
          {t("passkey.use")}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

const ByWord = ({ code, settle }: { code: boolean; settle(shown: boolean): void }) => {
  const confirm = useOperation(confirmIdentity, { quiet: true });
  return (
    <OperationDialog
      title={t("proof.title")}
      explanation={t(code ? "proof.byCode" : "proof.byPassword")}
      fields={[
        code
          ? { name: "code", label: t("account.codeOrRecovery"), required: true }
          : { name: "password", label: t("account.yourPassword"), type: "password", required: true },
      ]}
      confirm={t("proof.confirm")}
      busy={confirm.busy}
      refusal={confirm.refusal}
      onClose={() => settle(false)}
      onConfirm={async (given) => {
        if (await confirm.run(given)) settle(true);
      }}
    />
  );
};

/** The provider's page opens in a window of its own, so that nothing here is lost. */
const BySingleSignOn = ({ possible, settle }: { possible: boolean; settle(shown: boolean): void }) => {
  const id = useId();
  const [opened, setOpened] = useState(false);
  const begin = useOperation(
    async (page: Window | null) => {
      const address = await confirmBySingleSignOn();
      if (page) page.location.href = address;
      setOpened(true);
      return true;
    },
    { quiet: true },
  );
  useEffect(() => {
    if (!opened) return;
    const timer = setInterval(
      () =>
        void loadProved().then(
          ({ proved }) => proved && settle(true),
          () => {},
        ),
      lookEvery,
    );
    return () => clearInterval(timer);
  });
  return (
    <Dialog open onClose={() => settle(false)} fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id}>{t("proof.title")}</DialogTitle>
      <DialogContent>
        <p>{t(possible ? "proof.bySingleSignOn" : "proof.impossible")}</p>
        {begin.refusal && <RefusalAlert refusal={begin.refusal} />}
        {opened && <p aria-live="polite">{t("proof.waiting")}</p>}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => settle(false)}>{t("button.close")}</Button>
        {possible && (
          // The window is opened by the press itself: browsers stop those that open later.
          <Button variant="contained" disabled={begin.busy} onClick={() => void begin.run(window.open("", "_blank"))}>
            {t("proof.confirm")}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
};
