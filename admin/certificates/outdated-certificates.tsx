import { Alert, Button, Link as MuiLink } from "@mui/material";
import { useState } from "react";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { correctCertificates, outdatedCertificatesQuery } from "./certificate.data.ts";

/** Certificates of a program that say otherwise than what they stand on by now, and the one decision about them. Nothing where there are none. */
export const OutdatedCertificates = ({ programId }: { programId: string }) => {
  const [correcting, setCorrecting] = useState(false);
  const { data } = useAsk(outdatedCertificatesQuery, { id: programId });
  const correct = useOperation(correctCertificates, { done: t("certificates.correcting"), quiet: true });
  const { totalCount = 0, nodes = [] } = data?.program?.outdatedCertificates ?? {};
  if (totalCount === 0) return null;
  return (
    <Alert
      severity="warning"
      sx={{ mb: 2 }}
      action={
        <Button color="inherit" onClick={() => setCorrecting(true)}>
          {t("certificates.correctOpen")}
        </Button>
      }
    >
      {t("certificates.outdated", { count: totalCount })}
      <ul>
        {nodes.map(({ id, number, recipientName, credits, creditUnit, correction }) => (
          <li key={id}>
            <MuiLink component={Link} to={`/certificates/${id}/show`} color="inherit">
              {number}
            </MuiLink>{" "}
            {recipientName}, {credits} → {correction?.effect === "REVOKE" ? t("status.REVOKED") : correction?.credits}{" "}
            {creditUnit}
            {correction?.refusal && ` (${correction.refusal})`}
          </li>
        ))}
      </ul>
      {correcting && (
        <OperationDialog
          title={t("certificates.correctTitle")}
          explanation={t("certificates.correctMeaning")}
          confirm={t("certificates.correct")}
          fields={[{ name: "reason", label: t("column.reason"), multiline: true, required: true }]}
          busy={correct.busy}
          refusal={correct.refusal}
          onClose={() => setCorrecting(false)}
          onConfirm={async ({ reason = "" }) => {
            if (await correct.run(programId, reason)) setCorrecting(false);
          }}
        />
      )}
    </Alert>
  );
};
