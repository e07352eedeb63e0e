import { Alert, Button } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type MemberImport, obstaclesQuery, undoImport } from "./import.data.ts";

/** Takes an import back, where nothing stands on it; else it says what does. */
export const UndoImport = ({ found }: { found: MemberImport }) => {
  const [asking, setAsking] = useState(false);
  const undo = useOperation(undoImport, { done: t("imports.undone"), quiet: true });
  const { data } = useAsk(obstaclesQuery, { id: found.id }, { enabled: asking });
  const obstacles = data?.memberImport?.undoObstacles ?? [];
  const confirm = async ({ reason = "" }: Record<string, string>) => {
    if (await undo.run(found.id, reason)) setAsking(false);
  };
  if (!found.availableActions.includes("UNDO")) return null;
  return (
    <>
      <Button color="error" onClick={() => setAsking(true)}>
        {t("imports.undo")}
      </Button>
      {asking && (
        <OperationDialog
          title={t("imports.undo")}
          explanation={t("imports.undoMeaning")}
          fields={[{ name: "reason", label: t("column.reason"), required: true, multiline: true }]}
          confirm={t("imports.undo")}
          danger
          busy={undo.busy}
          refusal={undo.refusal}
          onConfirm={(values) => void confirm(values)}
          onClose={() => setAsking(false)}
        >
          {obstacles.length > 0 && (
            <Alert severity="warning" sx={{ mb: 2 }}>
              {t("imports.obstacles")}
              <ul>
                {obstacles.map(({ memberNumber, reason }) => (
                  <li key={memberNumber}>{t(`undoObstacle.${reason}`, { number: memberNumber })}</li>
                ))}
              </ul>
            </Alert>
          )}
        </OperationDialog>
      )}
    </>
  );
};
