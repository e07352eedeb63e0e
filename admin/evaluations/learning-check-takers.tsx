import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { grantLearningAttempt, learningCheckTakersQuery } from "./learning-check.data.ts";

/** Who attended, who of them has passed, and the way to another attempt for who has none left. */
export const LearningCheckTakers = ({ programId, mayGrant }: { programId: string; mayGrant: boolean }) => {
  const [isShown, setShown] = useState(false);
  const { data } = useAsk(learningCheckTakersQuery, { id: programId }, { enabled: isShown });
  const [granting, setGranting] = useState<{ memberId: string; name: string } | null>(null);
  const grant = useOperation(grantLearningAttempt, { done: t("learningCheck.granted"), quiet: true });
  const people = data?.program?.learningCheck.takers ?? [];
  return (
    <Box sx={{ mt: 2 }}>
      <Button size="small" variant="outlined" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {t(isShown ? "learningCheck.hideTakers" : "learningCheck.showTakers")}
      </Button>
      {isShown && (
        <Box component="ul" aria-label={t("learningCheck.showTakers")} sx={{ listStyle: "none", m: 0, p: 0 }}>
          {people.map(({ memberId, memberNumber, name, attempts, attemptsLeft: left, percent, passedAt }) => (
            <Box component="li" key={memberId} sx={{ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 1 }}>
              <Typography sx={{ flexGrow: 1, overflowWrap: "anywhere" }}>
                {name} [{memberNumber}]{" "}
                <Typography component="span" variant="body2" color="text.secondary">
                  {passedAt
                    ? t("learningCheck.takerPassed", { day: formatInstantDay(passedAt), percent: percent ?? 0 })
                    : percent === null
                      ? t("learningCheck.takerOpen", { left })
                      : t("learningCheck.takerTried", { attempts, percent, left })}
                </Typography>
              </Typography>
              {mayGrant && !passedAt && left === 0 && (
                <Button
                  size="small"
                  aria-label={t("learningCheck.grantNamed", { name })}
                  onClick={() => {
                    grant.forget();
                    setGranting({ memberId, name });
                  }}
                >
                  {t("learningCheck.grant")}
                </Button>
              )}
            </Box>
          ))}
        </Box>
      )}
      {granting && (
        <OperationDialog
          title={t("learningCheck.grantNamed", { name: granting.name })}
          explanation={t("learningCheck.grantMeaning")}
          fields={[{ name: "reason", label: t("column.reason"), required: true, multiline: true }]}
          confirm={t("learningCheck.grant")}
          busy={grant.busy}
          refusal={grant.refusal}
          onConfirm={async ({ reason = "" }) => {
            if (await grant.run(programId, granting.memberId, reason)) setGranting(null);
          }}
          onClose={() => setGranting(null)}
        />
      )}
    </Box>
  );
};
