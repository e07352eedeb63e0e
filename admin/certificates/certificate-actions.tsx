import { Button } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type CertificatePage, reissueCertificate, resendCertificate, revokeCertificate } from "./certificate.data.ts";

/** What the viewer can do with a certificate. */
export const CertificateActions = ({ certificate }: { certificate: CertificatePage }) => {
  const [revoking, setRevoking] = useState(false);
  const [reissuing, setReissuing] = useState(false);
  const reissue = useOperation(reissueCertificate, { done: t("certificates.reissued"), quiet: true });
  const resend = useOperation(resendCertificate, { done: t("certificates.resent") });
  const revoke = useOperation(revokeCertificate, { done: t("certificates.revokedDone"), quiet: true });
  return (
    <>
      {certificate.availableActions.includes("RESEND") && (
        <Button variant="outlined" disabled={resend.busy} onClick={() => void resend.run(certificate.id)}>
          {t("certificates.resend")}
        </Button>
      )}
      {certificate.availableActions.includes("REVOKE") && (
        <Button color="error" onClick={() => setRevoking(true)}>
          {t("certificates.revokeOpen")}
        </Button>
      )}
      {certificate.availableActions.includes("REISSUE") && (
        <Button variant="outlined" onClick={() => setReissuing(true)}>
          {t("certificates.reissueOpen")}
        </Button>
      )}
      {reissuing && (
        <OperationDialog
          title={t("certificates.reissueTitle")}
          explanation={t("certificates.reissueMeaning")}
          confirm={t("certificates.reissue")}
          fields={[{ name: "reason", label: t("column.reason"), multiline: true, required: true }]}
          busy={reissue.busy}
          refusal={reissue.refusal}
          onClose={() => setReissuing(false)}
          onConfirm={async ({ reason = "" }) => {
            if (await reissue.run(certificate.id, reason)) setReissuing(false);
          }}
        />
      )}
      {revoking && (
        <OperationDialog
          title={t("certificates.revokeTitle")}
          explanation={t("certificates.revokeMeaning")}
          confirm={t("certificates.revoke")}
          danger
          fields={[{ name: "reason", label: t("column.reason"), multiline: true, required: true }]}
          busy={revoke.busy}
          refusal={revoke.refusal}
          onClose={() => setRevoking(false)}
          onConfirm={async ({ reason = "" }) => {
            if (await revoke.run(certificate.id, reason)) setRevoking(false);
          }}
        />
      )}
    </>
  );
};
