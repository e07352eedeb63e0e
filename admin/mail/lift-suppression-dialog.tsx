import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { liftSuppression } from "./mail.data.ts";

interface Props {
  address: string;
  onClose(): void;
}

/** Lets mail go to an address again from which one came back. */
export const LiftSuppressionDialog = ({ address, onClose }: Props) => {
  const lift = useOperation(liftSuppression, { done: t("mail.lifted"), quiet: true });
  return (
    <OperationDialog
      title={t("mail.liftTitle", { address })}
      explanation={t("mail.liftMeaning")}
      confirm={t("mail.liftConfirm")}
      fields={[{ name: "reason", label: t("mail.liftReason"), required: true }]}
      busy={lift.busy}
      refusal={lift.refusal}
      onClose={onClose}
      onConfirm={async ({ reason = "" }) => {
        if (await lift.run(address, reason)) onClose();
      }}
    />
  );
};
