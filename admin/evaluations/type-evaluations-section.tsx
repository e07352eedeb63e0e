import { Box, Button, Typography } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { saveTypeEvaluation, typeEvaluationsQuery } from "./evaluation.data.ts";

const QuestionsDialog = lazy(async () => ({ default: (await import("./questions-dialog.tsx")).QuestionsDialog }));

/** What each type of program asks of who attended, from which day on. */
export const TypeEvaluationsSection = () => {
  const mayChange = useHolds("ADMINISTRATOR");
  const { data, refetch } = useAsk(typeEvaluationsQuery, {});
  const [editing, setEditing] = useState<string | null>(null);
  const save = useOperation(saveTypeEvaluation, { done: t("evaluation.saved"), quiet: true });
  const types = (data?.programTypeRows ?? []).toSorted((a, b) => a.position - b.position);
  const edited = types.find(({ id }) => id === editing);
  const latest = edited?.evaluationForms[0] ?? null;
  return (
    <Section title={t("evaluation.ofTypes")}>
      <Typography color="text.secondary">{t("evaluation.ofTypesMeaning")}</Typography>
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {types.map(({ id, name, evaluationForms: [form] }) => (
          <Box
            component="li"
            key={id}
            sx={{ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 1, py: 0.5 }}
          >
            <Box sx={{ flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" }}>
              <Typography>{name}</Typography>
              <Typography variant="body2" color="text.secondary">
                {form?.startsOn
                  ? t(form.required ? "evaluation.typeRequired" : "evaluation.typeAsks", {
                      count: form.questions.length,
                      day: formatDay(form.startsOn),
                    })
                  : t("evaluation.asksNothing")}
              </Typography>
            </Box>
            {mayChange && (
              <Button
                size="small"
                aria-label={t("evaluation.editOf", { name })}
                onClick={() => {
                  save.forget();
                  setEditing(id);
                }}
              >
                {t("list.edit")}
              </Button>
            )}
          </Box>
        ))}
      </Box>
      {edited && (
        <Suspense>
          <QuestionsDialog
            key={`${edited.id} ${latest?.version ?? 0}`}
            title={t("evaluation.editNamed", { name: edited.name })}
            explanation={t("evaluation.typeMeaning")}
            form={latest}
            busy={save.busy}
            refusal={save.refusal}
            onReload={() => {
              save.forget();
              void refetch();
            }}
            onSave={async (input) => {
              if (await save.run(edited.id, latest?.version ?? 0, input)) setEditing(null);
            }}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      )}
    </Section>
  );
};
