import { useOperation } from "../data/use-operation.ts";
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
  const resend = useOperation(resendMail, { done: "The mail is on its way again.", quiet: true });
  return (
    <OperationDialog
      title="Send this mail again"
      explanation="A new mail is written with the same text and files; this one stays as it is."
      confirm="Send"
      fields={[{ name: "toAddress", label: "To", type: "email", required: true, initial: mail.toAddress }]}
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
