import { Alert, AlertTitle, Button } from "@mui/material";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { retryCertificates, unmadeCertificatesQuery } from "./certificate.data.ts";

/** A program's certificates that could not be made, and why. Nothing where there are none. */
export const UnmadeCertificates = ({ programId, isStaff }: { programId: string; isStaff: boolean }) => {
  const { data } = useAsk(unmadeCertificatesQuery, { programId });
  const retry = useOperation(retryCertificates, { done: t("certificates.retried") });
  const unmade = data?.unmadeCertificates ?? [];
  if (unmade.length === 0) return null;
  return (
    <Alert
      severity="warning"
      sx={{ mt: 1.5 }}
      action={
        isStaff && (
          <Button color="inherit" disabled={retry.busy} onClick={() => void retry.run(programId)}>
            {t("certificates.retry")}
          </Button>
        )
      }
    >
      <AlertTitle>{t("certificates.unmade", { count: unmade.length })}</AlertTitle>
      {unmade.map(({ recordId, memberNumber, message }) => (
        <div key={recordId}>
          {memberNumber}: {message}
        </div>
      ))}
    </Alert>
  );
};
