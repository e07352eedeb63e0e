import { Box, Button, Typography } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { Section } from "../ui/section.tsx";
import { ChoiceBars } from "./choice-bars.tsx";
import {
  type CheckForm,
  type CheckStatistic,
  programLearningCheckQuery,
  saveProgramLearningCheck,
} from "./learning-check.data.ts";
import { LearningCheckTakers } from "./learning-check-takers.tsx";

const QuestionsDialog = lazy(async () => ({ default: (await import("./questions-dialog.tsx")).QuestionsDialog }));

/** What who attended a program has to know, and how they did. */
export const LearningCheckSection = ({ programId }: { programId: string }) => {
  const { data, refetch } = useAsk(programLearningCheckQuery, { id: programId });
  const [editing, setEditing] = useState(false);
  const save = useOperation(saveProgramLearningCheck, { done: t("evaluation.saved"), quiet: true });
  const program = data?.program;
  if (!program) return null;
  const { learningCheck, availableActions, version } = program;
  const { typeCheck, check, required, passed, open, statistics } = learningCheck;
  const mayEdit = availableActions.includes("EDIT_EVALUATION");
  const ofProgram = check && check.questions.length > 0 ? check : null;
  const ofType = typeCheck && typeCheck.questions.length > 0 ? typeCheck : null;
  const asked = ofProgram ?? ofType;
  if (!mayEdit && !asked && !required) return null;
  return (
    <Section
      title={t("learningCheck.title")}
      actions={
        mayEdit && (
          <Button variant="outlined" size="small" onClick={() => setEditing(true)}>
            {t("learningCheck.edit")}
          </Button>
        )
      }
    >
      <Typography color={required && !asked ? "error" : "text.secondary"}>
        {t(
          required
            ? asked
              ? "learningCheck.isRequired"
              : "learningCheck.writeIts"
            : asked
              ? "learningCheck.isOptional"
              : "learningCheck.none",
        )}
      </Typography>
      {asked && (
        <>
          <Typography>
            {t("learningCheck.terms", {
              percent: Math.max(asked.passPercent, typeCheck?.required ? typeCheck.passPercent : 0),
              attempts: asked.attempts,
            })}
          </Typography>
          <Asked title={t(ofProgram ? "learningCheck.byProgram" : "learningCheck.byType")} check={asked} />
          <Typography sx={{ mt: 1 }}>{t("learningCheck.counts", { passed, open })}</Typography>
          <Statistics statistics={statistics} />
          {passed + open > 0 && (
            <LearningCheckTakers programId={programId} mayGrant={availableActions.includes("GRANT_ATTEMPT")} />
          )}
        </>
      )}
      {editing && (
        <Suspense>
          <QuestionsDialog
            key={version}
            title={t("learningCheck.editTitle")}
            explanation={t("learningCheck.editMeaning")}
            form={check}
            isCheck
            busy={save.busy}
            refusal={save.refusal}
            onReload={() => {
              save.forget();
              void refetch();
            }}
            onSave={async (written) => {
              if (await save.run(programId, version, written)) setEditing(false);
            }}
            onClose={() => setEditing(false)}
          />
        </Suspense>
      )}
    </Section>
  );
};

const namesOf = (choices: readonly string[], rightChoices: readonly number[]): string[] =>
  choices.map((choice, at) => (rightChoices.includes(at + 1) ? t("learningCheck.choiceRight", { choice }) : choice));

const Asked = ({ title, check }: { title: string; check: CheckForm }) => (
  <Box sx={{ mt: 1 }}>
    <Typography variant="subtitle2" component="h4">
      {title}
    </Typography>
    <Box component="ol" sx={{ mt: 0, mb: 0, pl: 3, overflowWrap: "anywhere" }}>
      {check.questions.map(({ id, text, choices, rightChoices, explanation }) => (
        <li key={id}>
          {text}
          <Typography component="div" variant="body2" color="text.secondary">
            {namesOf(choices, rightChoices).join(" · ")}
          </Typography>
          {explanation && (
            <Typography component="div" variant="body2" color="text.secondary" sx={{ whiteSpace: "pre-line" }}>
              {explanation}
            </Typography>
          )}
        </li>
      ))}
    </Box>
  </Box>
);

const Statistics = ({ statistics }: { statistics: readonly CheckStatistic[] }) =>
  statistics.length > 0 && (
    <Box sx={{ mt: 2, overflowWrap: "anywhere" }}>
      <Typography variant="subtitle1" component="h4">
        {t("learningCheck.statistics")}
      </Typography>
      {statistics.map(({ question, answers, right, counts }) => (
        <Box key={question.id} sx={{ mt: 1 }}>
          <Typography variant="subtitle2" component="h5">
            {question.text}
          </Typography>
          <Typography variant="body2" color="text.secondary">
            {t("learningCheck.answeredRight", { right, answers })}
          </Typography>
          <ChoiceBars names={namesOf(question.choices, question.rightChoices)} counts={counts} answers={answers} />
        </Box>
      ))}
    </Box>
  );
