import { Alert, Box, Button } from "@mui/material";
import { useNotify } from "react-admin";
import { t } from "../i18n/t.ts";

/** Codes that are shown this once, with two ways to keep them. */
export const RecoveryCodes = ({ codes, onKept }: { codes: string[]; onKept(): void }) => {
  const notify = useNotify();
  const text = `${codes.join("\n")}\n`;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => notify(t("account.codesCopied"), { type: "success" }),
      () => notify(t("account.codesNotCopied"), { type: "warning" }),
    );
  return (
    <>
      <Alert severity="warning" sx={{ mb: 2 }}>
        {t("account.keepCodes")}
      </Alert>
      <Box
        component="ul"
        aria-label={t("account.recoveryCodes")}
        sx={{
          display: "grid",
          gridTemplateColumns: { xs: "1fr", sm: "max-content max-content" },
          gap: "4px 32px",
          m: 0,
          mb: 2,
          p: 0,
          listStyle: "none",
          fontFamily: 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace',
        }}
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </Box>
      <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
        <Button variant="outlined" onClick={() => void copy()}>
          {t("account.copyCodes")}
        </Button>
        <Button
          variant="outlined"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="accrue-recovery-codes.txt"
        >
          {t("account.downloadCodes")}
        </Button>
        <Button variant="contained" onClick={onKept}>
          {t("account.codesKept")}
        </Button>
      </Box>
    </>
  );
};
