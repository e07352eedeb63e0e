import { Box, Button } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type Decision, decisions } from "./decide-provider.data.ts";

interface Props {
  provider: { id: string; name: string; availableActions: readonly Decision[] };
}

/** Whether a provider is let in: what the server says that the viewer can decide now. */
export const ProviderDecisions = ({ provider }: Props) => {
  const [open, setOpen] = useState<Decision | null>(null);
  const decide = useOperation((decision: Decision, reason: string) => decisions[decision](provider.id, reason), {
    done: t("providers.decided"),
    quiet: true,
  });
  const close = () => {
    decide.forget();
    setOpen(null);
  };
  return (
    // A press on one of these is none on the row around them.
    <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }} onClick={(event) => event.stopPropagation()}>
      {provider.availableActions.map((decision) => (
        <Button
          key={decision}
          size="small"
          variant={decision === "SUSPEND" ? "outlined" : "contained"}
          color={decision === "SUSPEND" ? "error" : "primary"}
          onClick={() => setOpen(decision)}
        >
          {t(`providers.${decision}`)}
        </Button>
      ))}
      {open && (
        <OperationDialog
          title={t(`providers.${open}Title`, { name: provider.name })}
          explanation={t(`providers.${open}Meaning`)}
          confirm={t(`providers.${open}`)}
          danger={open === "SUSPEND"}
          fields={[
            {
              name: "reason",
              label: t("column.reason"),
              multiline: true,
              required: open !== "ACTIVATE",
              help: t("providers.reasonHelp"),
            },
          ]}
          busy={decide.busy}
          refusal={decide.refusal}
          onClose={close}
          onConfirm={async ({ reason = "" }) => {
            if (await decide.run(open, reason)) close();
          }}
        />
      )}
    </Box>
  );
};
