import { Box, Button, Chip, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { resetSecondFactor, staffDocument } from "./account.data.ts";

/** Who of the staff has a second factor, and the way back for a colleague who lost it. */
export const StaffSecondFactors = ({ ownId }: { ownId: string }) => {
  const t = useTranslate();
  const { data, error } = useAsk(staffDocument, {});
  const [asking, setAsking] = useState<{ id: string; email: string } | null>(null);
  const reset = useOperation(resetSecondFactor, { quiet: true, done: "The second factor is reset." });
  return (
    <Section title="Second factors of staff">
      {error && <LoadProblem error={error} />}
      {data?.staffAccounts.map((account) => (
        <Box
          key={account.id}
          sx={{
            display: "flex",
            gap: 1,
            alignItems: "center",
            flexWrap: "wrap",
            py: 1,
            borderTop: 1,
            borderColor: "divider",
          }}
        >
          <Typography sx={{ flexGrow: 1, overflowWrap: "anywhere" }}>{account.email}</Typography>
          <Chip
            size="small"
            variant="outlined"
            color={account.secondFactorSince ? "success" : "warning"}
            label={
              account.secondFactorSince
                ? t("since %{day}", { day: formatInstantDay(account.secondFactorSince) })
                : t("none")
            }
          />
          {account.secondFactorSince && account.id !== ownId && (
            <Button size="small" color="error" onClick={() => setAsking(account)}>
              {t("Reset")}
            </Button>
          )}
        </Box>
      ))}
      {asking && (
        <OperationDialog
          title="Reset a second factor"
          explanation="The app of this colleague counts no more, every device is signed out, and a mail says so. Make sure who asks you for it."
          fields={[
            {
              name: "reason",
              label: `How you made sure that it is ${asking.email}`,
              required: true,
              help: "Stands in the audit log.",
            },
          ]}
          confirm="Reset"
          danger
          busy={reset.busy}
          refusal={reset.refusal}
          onConfirm={async ({ reason = "" }) => {
            if (await reset.run(asking.id, reason)) setAsking(null);
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </Section>
  );
};
