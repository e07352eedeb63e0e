import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { openEvaluationsQuery, waiveEvaluation } from "./evaluation.data.ts";

/** Who has yet to answer, for staff, who may say that somebody need not. */
export const OpenEvaluations = ({ programId, mayWaive }: { programId: string; mayWaive: boolean }) => {
  const [isShown, setShown] = useState(false);
  const { data } = useAsk(openEvaluationsQuery, { id: programId }, { enabled: isShown });
  const [waiving, setWaiving] = useState<{ memberId: string; name: string } | null>(null);
  const waive = useOperation(waiveEvaluation, { done: t("evaluation.waivedDone"), quiet: true });
  const people = data?.program?.evaluation.waitsFor ?? [];
  return (
    <Box sx={{ mt: 2 }}>
      <Button size="small" variant="outlined" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {t(isShown ? "evaluation.hideOpen" : "evaluation.showOpen")}
      </Button>
      {isShown && (
        <Box component="ul" aria-label={t("evaluation.showOpen")} sx={{ listStyle: "none", m: 0, p: 0 }}>
          {people.map(({ memberId, memberNumber, name, hasAddress }) => (
            <Box component="li" key={memberId} sx={{ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 1 }}>
              <Typography sx={{ flexGrow: 1, overflowWrap: "anywhere" }}>
                {name} [{memberNumber}]
                {!hasAddress && (
                  <Typography component="span" variant="body2" color="text.secondary">
                    {" "}
                    {t("evaluation.noAddress")}
                  </Typography>
                )}
              </Typography>
              {mayWaive && (
                <Button
                  size="small"
                  aria-label={t("evaluation.waiveNamed", { name })}
                  onClick={() => setWaiving({ memberId, name })}
                >
                  {t("evaluation.waive")}
                </Button>
              )}
            </Box>
          ))}
        </Box>
      )}
      {waiving && (
        <OperationDialog
          title={t("evaluation.waiveNamed", { name: waiving.name })}
          explanation={t("evaluation.waiveMeaning")}
          fields={[{ name: "reason", label: t("column.reason"), required: true, multiline: true }]}
          confirm={t("evaluation.waive")}
          busy={waive.busy}
          refusal={waive.refusal}
          onConfirm={async ({ reason = "" }) => {
            if (await waive.run(programId, waiving.memberId, reason)) setWaiving(null);
          }}
          onClose={() => setWaiving(null)}
        />
      )}
    </Box>
  );
};
