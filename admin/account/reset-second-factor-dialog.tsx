import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { resetSecondFactor } from "./account.data.ts";

/** The way back for somebody who lost the app and the recovery codes. */
export const ResetSecondFactorDialog = ({
  accountId,
  whose,
  onClose,
}: {
  accountId: string;
  /** Whom staff must have made sure of: an address or a name. */
  whose: string;
  onClose(): void;
}) => {
  const reset = useOperation(resetSecondFactor, { quiet: true, done: t("account.factorReset") });
  return (
    <OperationDialog
      title={t("account.resetFactor")}
      explanation={t("account.resetFactorMeaning")}
      fields={[
        {
          name: "reason",
          label: t("account.howSure", { whose }),
          required: true,
          help: t("account.inAuditLog"),
        },
      ]}
      confirm={t("account.reset")}
      danger
      busy={reset.busy}
      refusal={reset.refusal}
      onConfirm={async ({ reason = "" }) => {
        if (await reset.run(accountId, reason)) onClose();
      }}
      onClose={onClose}
    />
  );
};
