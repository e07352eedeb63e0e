import { Alert, Button, TextField } from "@mui/material";
import { useNotify } from "react-admin";
import { t } from "../i18n/t.ts";

interface Props {
  /** That it is to be kept now. */
  keep: string;
  label: string;
  value: string;
  onKept(): void;
}

/** A secret that was just made, which nobody can be shown again. */
export const ShownOnce = ({ keep, label, value, onKept }: Props) => {
  const notify = useNotify();
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => notify(t("keys.copied"), { type: "success" }),
      () => notify(t("keys.notCopied"), { type: "warning" }),
    );
  return (
    <Alert severity="warning" sx={{ mb: 2, "& .MuiAlert-message": { flexGrow: 1, minWidth: 0 } }}>
      {keep}
      <TextField
        fullWidth
        size="small"
        margin="dense"
        label={label}
        value={value}
        slotProps={{ htmlInput: { readOnly: true, style: { fontFamily: "monospace" } } }}
      />
      <Button size="small" onClick={() => void copy()}>
        {t("account.copyCodes")}
      </Button>
      <Button size="small" variant="contained" onClick={onKept}>
        {t("keys.kept")}
      </Button>
    </Alert>
  );
};
