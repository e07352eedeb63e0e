import { useOperation } from "../data/use-operation.ts";
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
  const reset = useOperation(resetSecondFactor, { quiet: true, done: "The second factor is reset." });
  return (
    <OperationDialog
      title="Reset a second factor"
      explanation="The app counts no more, every device is signed out, and a mail says so. Make sure who asks you for it."
      fields={[
        {
          name: "reason",
          label: `How you made sure that it is ${whose}`,
          required: true,
          help: "Stands in the audit log.",
        },
      ]}
      confirm="Reset"
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
