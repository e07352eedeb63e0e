import { Button, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type ConferencePage, type PresenceDemand as Demand, setPresenceDemand } from "./conference.data.ts";

const demands = ["TRUST", "IN_PERSON", "ALL", "MINUTES"] as const satisfies readonly Demand[];

/** What a conference asks for of presence, and the way to change it. */
export const PresenceDemand = ({ conference }: { conference: ConferencePage }) => {
  const [changing, setChanging] = useState(false);
  const { demand, percent, setByStaff } = conference.presenceDemand;
  const isStaff = (useSignedIn()?.viewer.staffRoles.length ?? 0) > 0;
  return (
    <Typography color="text.secondary" sx={{ mb: 1 }}>
      {t("presence.demand")}:{" "}
      {demand === "MINUTES" ? t("presence.demand.MINUTES", { percent: percent ?? 0 }) : t(`presence.demand.${demand}`)}{" "}
      {(isStaff || !setByStaff) && (
        <Button size="small" onClick={() => setChanging(true)}>
          {t("presence.change")} …
        </Button>
      )}
      {changing && <DemandDialog conference={conference} isStaff={isStaff} onClose={() => setChanging(false)} />}
    </Typography>
  );
};

interface DialogProps {
  conference: ConferencePage;
  isStaff: boolean;
  onClose(): void;
}

const DemandDialog = ({ conference, isStaff, onClose }: DialogProps) => {
  const { demand, percent } = conference.presenceDemand;
  const save = useOperation(setPresenceDemand, { done: t("presence.done"), quiet: true });
  return (
    <OperationDialog
      title={t("presence.changeTitle")}
      explanation={t("presence.changeMeaning")}
      fields={[
        {
          name: "demand",
          label: t("presence.which"),
          choices: demands.map((id) => ({ id, name: t(`presence.choice.${id}`) })),
          required: true,
          initial: demand,
        },
        {
          name: "percent",
          label: t("presence.percent"),
          type: "number",
          initial: percent === null ? "" : String(percent),
        },
        ...(isStaff ? [{ name: "reason", label: t("column.reason"), required: true, multiline: true }] : []),
      ]}
      confirm={t("presence.change")}
      busy={save.busy}
      refusal={save.refusal}
      onConfirm={async (values) => {
        const chosen = demands.find((each) => each === values.demand) ?? demand;
        const of = chosen === "MINUTES" && values.percent ? Number(values.percent) : null;
        if (await save.run(conference.id, chosen, of, values.reason ?? null)) onClose();
      }}
      onClose={onClose}
    />
  );
};
