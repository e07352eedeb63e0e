import { Box, Button, Typography } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { saveTypeEvaluation, typeEvaluationsQuery } from "./evaluation.data.ts";
import { saveTypeLearningCheck } from "./learning-check.data.ts";

const QuestionsDialog = lazy(async () => ({ default: (await import("./questions-dialog.tsx")).QuestionsDialog }));

/** What each type of program asks of who attended, from which day on. */
export const TypeEvaluationsSection = () => {
  const mayChange = useHolds("ADMINISTRATOR");
  const { data, refetch } = useAsk(typeEvaluationsQuery, {});
  const [editing, setEditing] = useState<{ id: string; isCheck: boolean } | null>(null);
  const saveEvaluation = useOperation(saveTypeEvaluation, { done: t("evaluation.saved"), quiet: true });
  const saveCheck = useOperation(saveTypeLearningCheck, { done: t("evaluation.saved"), quiet: true });
  const types = (data?.programTypeRows ?? []).toSorted((a, b) => a.position - b.position);
  const edited = types.find(({ id }) => id === editing?.id);
  const isCheck = editing?.isCheck ?? false;
  const latest = (isCheck ? edited?.learningChecks[0] : edited?.evaluationForms[0]) ?? null;
  const save = isCheck ? saveCheck : saveEvaluation;
  const edit = (id: string, ofCheck: boolean) => {
    saveEvaluation.forget();
    saveCheck.forget();
    setEditing({ id, isCheck: ofCheck });
  };
  return (
    <Section title={t("evaluation.ofTypes")}>
      <Typography color="text.secondary">{t("evaluation.ofTypesMeaning")}</Typography>
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {types.map(({ id, name, evaluationForms: [form], learningChecks: [check] }) => (
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
              {check?.startsOn && (
                <Typography variant="body2" color="text.secondary">
                  {t(check.required ? "learningCheck.typeRequired" : "learningCheck.typeAsks", {
                    count: check.questions.length,
                    percent: check.passPercent,
                    day: formatDay(check.startsOn),
                  })}
                </Typography>
              )}
            </Box>
            {mayChange && (
              <>
                <Button size="small" aria-label={t("evaluation.editOf", { name })} onClick={() => edit(id, false)}>
                  {t("list.edit")}
                </Button>
                <Button size="small" aria-label={t("learningCheck.editOf", { name })} onClick={() => edit(id, true)}>
                  {t("learningCheck.title")}
                </Button>
              </>
            )}
          </Box>
        ))}
      </Box>
      {edited && (
        <Suspense>
          <QuestionsDialog
            key={`${edited.id} ${isCheck} ${latest?.version ?? 0}`}
            title={t(isCheck ? "learningCheck.editNamed" : "evaluation.editNamed", { name: edited.name })}
            explanation={t(isCheck ? "learningCheck.typeMeaning" : "evaluation.typeMeaning")}
            isCheck={isCheck}
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
