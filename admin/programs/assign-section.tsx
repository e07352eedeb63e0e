import { Button, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { assignAs, useAssignFields } from "./assign.ts";
import type { ProgramPage } from "./program.data.ts";

type Review = NonNullable<ProgramPage["review"]>;

/** Who of the staff looks after the program, and when they look at it again. Its provider's page has nothing of it. */
export const AssignSection = ({ program, review }: { program: ProgramPage; review: Review }) => {
  const [open, setOpen] = useState(false);
  const { assignee, assignedAt, followUpOn } = review;
  return (
    <Section
      title={t("review.assignment")}
      actions={
        program.availableActions.includes("ASSIGN") && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t("review.assignOpen")}
          </Button>
        )
      }
    >
      <Typography sx={{ overflowWrap: "anywhere" }}>{assignee?.email ?? t("review.nobody")}</Typography>
      {assignedAt && (
        <Typography variant="body2" color="text.secondary">
          {t("review.assignedOn", { day: formatInstantDay(assignedAt) })}
        </Typography>
      )}
      {followUpOn && (
        <Typography variant="body2" color="text.secondary">
          {t("review.followUp", { day: formatDay(followUpOn) })}
        </Typography>
      )}
      {open && <AssignDialog id={program.id} review={review} onClose={() => setOpen(false)} />}
    </Section>
  );
};

const AssignDialog = ({ id, review, onClose }: { id: string; review: Review; onClose(): void }) => {
  const fields = useAssignFields(true, review);
  const { run, busy, refusal } = useOperation((values: Record<string, string>) => assignAs(id, values), {
    done: t("review.assigned"),
    quiet: true,
  });
  // The dialog begins with what its fields have when it opens: not before it is known who can be chosen.
  if ((fields[0]?.choices ?? []).length < 2) return null;
  return (
    <OperationDialog
      title={t("review.assignTitle")}
      explanation={t("review.assignMeaning")}
      fields={fields}
      confirm={t("review.assign")}
      busy={busy}
      refusal={refusal}
      onClose={onClose}
      onConfirm={async (values) => {
        if (await run(values)) onClose();
      }}
    />
  );
};
