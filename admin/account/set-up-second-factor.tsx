import { Alert, Box, Button, Link, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslate } from "react-admin";
import type { Refusal } from "../data/request.ts";
import { useOperation } from "../data/use-operation.ts";
import { beginSecondFactor, confirmSecondFactor, type SetUp } from "./account.data.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** Password, then the app and its first code, then the recovery codes. `onDone` comes after these were kept. */
export const SetUpSecondFactor = ({ onDone }: { onDone(): void }) => {
  const t = useTranslate();
  const [setUp, setSetUp] = useState<SetUp | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const begin = useOperation(beginSecondFactor, { quiet: true });
  const confirm = useOperation(confirmSecondFactor, { quiet: true });
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  if (!setUp)
    return (
      <OneField
        key="password"
        label="Your password"
        type="password"
        autoComplete="current-password"
        confirm="Go on"
        busy={begin.busy}
        refusal={begin.refusal}
        onConfirm={async (password) => setSetUp(await begin.run(password))}
      />
    );
  return (
    <>
      <Box component="ol" sx={{ pl: 2.5, mt: 0, "& > li": { mb: 2 } }}>
        <li>
          <Typography sx={{ mb: 1 }}>
            {t("Scan this with an authenticator app, or")} <Link href={setUp.address}>{t("open it in one here")}</Link>.
          </Typography>
          <Box
            component="img"
            src={setUp.qrCode}
            alt={t("QR code for your authenticator app; the text below says the same")}
            sx={{ width: 220, height: 220, bgcolor: "#fff", display: "block", mb: 1 }}
          />
          <Typography variant="body2" color="text.secondary">
            {t("Where nothing can be scanned, type this into the app:")}
          </Typography>
          <Box component="code" sx={{ overflowWrap: "anywhere" }}>
            {setUp.secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </Box>
        </li>
        <li>
          <Typography>{t("Type the code that the app shows now.")}</Typography>
        </li>
      </Box>
      <OneField
        key="code"
        label="Code of the app"
        autoComplete="one-time-code"
        confirm="Turn on"
        busy={confirm.busy}
        refusal={confirm.refusal}
        onConfirm={async (code) => setCodes(await confirm.run(code))}
      />
    </>
  );
};

interface FieldProps {
  label: string;
  type?: "text" | "password";
  autoComplete: string;
  confirm: string;
  busy: boolean;
  refusal: Refusal | null;
  onConfirm(value: string): Promise<void>;
}

const OneField = ({ label, type = "text", autoComplete, confirm, busy, refusal, onConfirm }: FieldProps) => {
  const t = useTranslate();
  const [value, setValue] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onConfirm(value);
  };
  return (
    <form onSubmit={submit}>
      {refusal && (
        <Alert severity="error" sx={{ mb: 1 }}>
          {refusal.message}
        </Alert>
      )}
      <Box sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}>
        <TextField
          label={t(label)}
          type={type}
          autoComplete={autoComplete}
          required
          size="small"
          value={value}
          onChange={({ target }) => setValue(target.value)}
          sx={{ my: 1, minWidth: 240 }}
        />
        <Button type="submit" variant="contained" disabled={busy}>
          {t(confirm)}
        </Button>
      </Box>
    </form>
  );
};
