import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { resendMail } from "./mail.data.ts";

interface Props {
  mail: { id: string; toAddress: string };
  onClose(): void;
  /** Told of the new mail. */
  onSent?(id: string): void;
}

/** Sends a mail again, to the same or a corrected address. */
export const ResendMailDialog = ({ mail, onClose, onSent }: Props) => {
  const resend = useOperation(resendMail, { done: t("mail.resent"), quiet: true });
  return (
    <OperationDialog
      title={t("mail.resendTitle")}
      explanation={t("mail.resendMeaning")}
      confirm={t("mail.send")}
      fields={[{ name: "toAddress", label: t("mail.to"), type: "email", required: true, initial: mail.toAddress }]}
      busy={resend.busy}
      refusal={resend.refusal}
      onClose={onClose}
      onConfirm={async ({ toAddress = "" }) => {
        const again = await resend.run(mail.id, toAddress);
        if (!again) return;
        onClose();
        onSent?.(again.id);
      }}
    />
  );
};
