import { Alert, Box, Button, Link, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import type { Refusal } from "../data/request.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { beginSecondFactor, confirmSecondFactor, type SetUp } from "./account.data.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** Password, then the app and its first code, then the recovery codes. `onDone` comes after these were kept. */
export const SetUpSecondFactor = ({ onDone }: { onDone(): void }) => {
  const [setUp, setSetUp] = useState<SetUp | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const begin = useOperation(beginSecondFactor, { quiet: true });
  const confirm = useOperation(confirmSecondFactor, { quiet: true });
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  if (!setUp)
    return (
      <OneField
        key="password"
        label={t("account.yourPassword")}
        type="password"
        autoComplete="current-password"
        confirm={t("button.continue")}
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
            {t("account.scan", { link: (text) => <Link href={setUp.address}>{text}</Link> })}
          </Typography>
          <Box
            component="img"
            src={setUp.qrCode}
            alt={t("account.qrCode")}
            sx={{ width: 220, height: 220, bgcolor: "#fff", display: "block", mb: 1 }}
          />
          <Typography variant="body2" color="text.secondary">
            {t("account.typeSecret")}
          </Typography>
          <Box component="code" sx={{ overflowWrap: "anywhere" }}>
            {setUp.secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </Box>
        </li>
        <li>
          <Typography>{t("account.typeCode")}</Typography>
        </li>
      </Box>
      <OneField
        key="code"
        label={t("account.codeOfApp")}
        autoComplete="one-time-code"
        confirm={t("account.turnOn")}
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
          label={label}
          type={type}
          autoComplete={autoComplete}
          required
          size="small"
          value={value}
          onChange={({ target }) => setValue(target.value)}
          sx={{ my: 1, minWidth: 240 }}
        />
        <Button type="submit" variant="contained" disabled={busy}>
          {confirm}
        </Button>
      </Box>
    </form>
  );
};
