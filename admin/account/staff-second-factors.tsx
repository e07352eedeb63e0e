import { Box, Button, Chip, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { staffQuery } from "./account.data.ts";
import { ResetSecondFactorDialog } from "./reset-second-factor-dialog.tsx";

/** Who of the staff has a second factor, and the way back for a colleague who lost it. */
export const StaffSecondFactors = ({ ownId }: { ownId: string }) => {
  const { data, error } = useAsk(staffQuery, {});
  const [asking, setAsking] = useState<{ id: string; email: string } | null>(null);
  return (
    <Section title={t("account.staffFactors")}>
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
                ? t("account.factorSinceDay", { day: formatInstantDay(account.secondFactorSince) })
                : t("account.noFactor")
            }
          />
          {account.secondFactorSince && account.id !== ownId && (
            <Button size="small" color="error" onClick={() => setAsking(account)}>
              {t("account.reset")}
            </Button>
          )}
        </Box>
      ))}
      {asking && <ResetSecondFactorDialog accountId={asking.id} whose={asking.email} onClose={() => setAsking(null)} />}
    </Section>
  );
};
