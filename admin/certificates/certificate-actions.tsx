import { Button } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type CertificatePage, resendCertificate, revokeCertificate } from "./certificate.data.ts";

/** What staff can do with a certificate that holds. */
export const CertificateActions = ({ certificate }: { certificate: CertificatePage }) => {
  const t = useTranslate();
  const [revoking, setRevoking] = useState(false);
  const resend = useOperation(resendCertificate, { done: "The certificate is on its way again." });
  const revoke = useOperation(revokeCertificate, { done: "The certificate is revoked.", quiet: true });
  return (
    <>
      <Button variant="outlined" disabled={resend.busy} onClick={() => void resend.run(certificate.id)}>
        {t("Send it again")}
      </Button>
      <Button color="error" onClick={() => setRevoking(true)}>
        {t("Revoke …")}
      </Button>
      {revoking && (
        <OperationDialog
          title="Revoke this certificate"
          explanation="Whoever verifies it will read since when it is revoked. This is final."
          confirm="Revoke"
          danger
          fields={[{ name: "reason", label: "Reason", multiline: true, required: true }]}
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
