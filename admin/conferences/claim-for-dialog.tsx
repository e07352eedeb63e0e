import { useOperation } from "../data/use-operation.ts";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { claimSessionFor, generateCertificateFor, unclaimSessionFor } from "./conference.data.ts";

interface ClaimProps {
  session: { id: string; title: string; virtual: boolean; date: string };
  onClose(): void;
}

/** Staff choose a session for a member, and say why. */
export const ClaimForDialog = ({ session, onClose }: ClaimProps) => {
  const memberIdLabel = useMemberIdLabel();
  const claim = useOperation(claimSessionFor, { done: t("conferences.claimedFor"), quiet: true });
  return (
    <OperationDialog
      title={t("conferences.claimForNamed", { title: session.title })}
      explanation={t("conferences.claimForMeaning")}
      fields={[
        { name: "memberId", label: memberIdLabel, required: true },
        ...(session.virtual
          ? [
              {
                name: "attendedOn",
                label: t("column.attendedOn"),
                type: "date" as const,
                required: true,
                initial: session.date,
              },
            ]
          : []),
        { name: "reason", label: t("column.reason"), required: true, multiline: true },
      ]}
      confirm={t("conferences.claimFor")}
      busy={claim.busy}
      refusal={claim.refusal}
      onConfirm={async ({ memberId = "", attendedOn, reason = "" }) => {
        if (await claim.run(session.id, memberId.trim(), attendedOn || null, reason)) onClose();
      }}
      onClose={onClose}
    />
  );
};

interface UnclaimProps {
  session: { id: string; title: string };
  member: { id: string; name: string };
  onClose(): void;
}

/** Staff take a session off a member's choice, and say why. */
export const UnclaimForDialog = ({ session, member, onClose }: UnclaimProps) => {
  const unclaim = useOperation(unclaimSessionFor, { done: t("conferences.unclaimedFor"), quiet: true });
  return (
    <OperationDialog
      title={t("conferences.unclaimForNamed", { name: member.name })}
      explanation={t("conferences.unclaimForMeaning", { title: session.title })}
      fields={[{ name: "reason", label: t("column.reason"), required: true, multiline: true }]}
      confirm={t("conferences.unclaimFor")}
      danger
      busy={unclaim.busy}
      refusal={unclaim.refusal}
      onConfirm={async ({ reason = "" }) => {
        if (await unclaim.run(session.id, member.id, reason)) onClose();
      }}
      onClose={onClose}
    />
  );
};

interface CertificateProps {
  conference: { id: string };
  member: { id: string; name: string };
  onClose(): void;
}

/** Staff issue the certificate of what a member has chosen, and say why. */
export const CertificateForDialog = ({ conference, member, onClose }: CertificateProps) => {
  const generate = useOperation(generateCertificateFor, { done: t("conferences.certificateMade"), quiet: true });
  return (
    <OperationDialog
      title={t("conferences.certificateForNamed", { name: member.name })}
      explanation={t("conferences.certificateForMeaning")}
      fields={[{ name: "reason", label: t("column.reason"), required: true, multiline: true }]}
      confirm={t("conferences.certificateFor")}
      busy={generate.busy}
      refusal={generate.refusal}
      onConfirm={async ({ reason = "" }) => {
        if (await generate.run(conference.id, member.id, reason)) onClose();
      }}
      onClose={onClose}
    />
  );
};
