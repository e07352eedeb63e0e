import { Alert, Box, Button } from "@mui/material";
import { useNotify, useTranslate } from "react-admin";

/** Codes that are shown this once, with two ways to keep them. */
export const RecoveryCodes = ({ codes, onKept }: { codes: string[]; onKept(): void }) => {
  const t = useTranslate();
  const notify = useNotify();
  const text = `${codes.join("\n")}\n`;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => notify(t("The codes are copied."), { type: "success" }),
      () => notify(t("They could not be copied: mark and copy them yourself."), { type: "warning" }),
    );
  return (
    <>
      <Alert severity="warning" sx={{ mb: 2 }}>
        {t(
          "Keep these recovery codes where your telephone is not. Each signs you in once in the place of the app, and they are not shown again.",
        )}
      </Alert>
      <Box
        component="ul"
        aria-label={t("Recovery codes")}
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
          {t("Copy")}
        </Button>
        <Button
          variant="outlined"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="accrue-recovery-codes.txt"
        >
          {t("Download")}
        </Button>
        <Button variant="contained" onClick={onKept}>
          {t("I have kept them")}
        </Button>
      </Box>
    </>
  );
};
