import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { ChoiceBars } from "./choice-bars.tsx";
import { choiceNames, meanOf } from "./choice-names.ts";
import {
  addEvaluationSummary,
  type EvaluationForm,
  type EvaluationResult,
  programEvaluationQuery,
  saveProgramEvaluation,
} from "./evaluation.data.ts";
import { EvaluationYears } from "./evaluation-years.tsx";
import { OpenEvaluations } from "./open-evaluations.tsx";

const QuestionsDialog = lazy(async () => ({ default: (await import("./questions-dialog.tsx")).QuestionsDialog }));

/** What who attended a program is asked, and how they answered. */
export const EvaluationSection = ({ programId }: { programId: string }) => {
  const { data, refetch } = useAsk(programEvaluationQuery, { id: programId });
  const signedIn = useSignedIn();
  const [editing, setEditing] = useState(false);
  const serverFile = useServerFile();
  const add = useOperation(addEvaluationSummary, { done: t("evaluation.summaryAdded") });
  const save = useOperation(saveProgramEvaluation, { done: t("evaluation.saved"), quiet: true });
  const program = data?.program;
  if (!program) return null;
  const { evaluation, availableActions, version } = program;
  const { typeForm, form, required, answered, waived, open, results, years } = evaluation;
  const mayEdit = availableActions.includes("EDIT_EVALUATION");
  const asks = (typeForm?.questions.length ?? 0) + (form?.questions.length ?? 0) > 0;
  if (!mayEdit && !asks) return null;
  return (
    <Section
      title={t("evaluation.title")}
      actions={
        mayEdit && (
          <Button variant="outlined" size="small" onClick={() => setEditing(true)}>
            {t("evaluation.edit")}
          </Button>
        )
      }
    >
      <Typography color="text.secondary">
        {t(!asks ? "evaluation.asksNothing" : required ? "evaluation.isRequired" : "evaluation.isOptional")}
      </Typography>
      {typeForm && <AskedList title={t("evaluation.byType")} form={typeForm} />}
      {form && <AskedList title={t("evaluation.byProgram")} form={form} />}
      {asks && <Typography sx={{ mt: 1 }}>{t("evaluation.counts", { answered, waived, open })}</Typography>}
      {answered > 0 && results.length === 0 && (
        <Typography color="text.secondary">{t("evaluation.fromFive")}</Typography>
      )}
      <Results results={results} />
      {years.length > 0 && <EvaluationYears years={years} />}
      {results.length > 0 && (
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 2, rowGap: 1, mt: 2 }}>
          {availableActions.includes("ADD_REPORT_DOCUMENT") && (
            <Button variant="outlined" size="small" disabled={add.busy} onClick={() => void add.run(programId)}>
              {t("evaluation.addSummary")}
            </Button>
          )}
          <MuiLink {...serverFile(`/programs/${programId}/evaluation.pdf`)}>{t("evaluation.asPdf")}</MuiLink>
          <MuiLink {...serverFile(`/programs/${programId}/evaluation.csv`)}>{t("evaluation.asCsv")}</MuiLink>
          {years.length > 0 && (
            <MuiLink {...serverFile(`/programs/${programId}/evaluation-years.csv`)}>
              {t("evaluation.yearsAsCsv")}
            </MuiLink>
          )}
        </Box>
      )}
      {signedIn?.viewer.isStaff && open > 0 && (
        <OpenEvaluations programId={programId} mayWaive={availableActions.includes("WAIVE_EVALUATION")} />
      )}
      {editing && (
        <Suspense>
          <QuestionsDialog
            key={version}
            title={t("evaluation.editTitle")}
            explanation={t("evaluation.editMeaning")}
            form={form}
            busy={save.busy}
            refusal={save.refusal}
            onReload={() => {
              save.forget();
              void refetch();
            }}
            onSave={async (input) => {
              if (await save.run(programId, version, input)) setEditing(false);
            }}
            onClose={() => setEditing(false)}
          />
        </Suspense>
      )}
    </Section>
  );
};

const AskedList = ({ title, form }: { title: string; form: EvaluationForm }) =>
  form.questions.length > 0 && (
    <Box sx={{ mt: 1 }}>
      <Typography variant="subtitle2" component="h4">
        {title}
      </Typography>
      <Box component="ol" sx={{ mt: 0, mb: 0, pl: 3, overflowWrap: "anywhere" }}>
        {form.questions.map(({ id, text, kind, about }) => (
          <li key={id}>
            {text}{" "}
            <Typography component="span" variant="body2" color="text.secondary">
              {[t(`questionKind.${kind}`), ...(about === "PROGRAM" ? [] : [t(`questionAbout.${about}`)])].join(" · ")}
            </Typography>
          </li>
        ))}
      </Box>
    </Box>
  );

/** Thing by thing, each question with its numbers as bars, which say what the text beside them says. */
const Results = ({ results }: { results: readonly EvaluationResult[] }) => (
  <>
    {results.map((result, at) => {
      const { question, about, name, people, answers, counts, texts } = result;
      const before = results[at - 1];
      const isNew = before?.about !== about || before.name !== name;
      const named = choiceNames(question);
      return (
        <Box key={`${about} ${name} ${question.id}`} sx={{ mt: 2, overflowWrap: "anywhere" }}>
          {isNew && (
            <Typography variant="subtitle1" component="h4">
              {t("evaluation.resultsOf", { name, people })}
            </Typography>
          )}
          <Typography variant="subtitle2" component="h5">
            {question.text}
          </Typography>
          <Typography variant="body2" color="text.secondary">
            {question.kind === "SCALE" && answers > 0
              ? t("evaluation.answersMean", { answers, mean: meanOf(counts) })
              : t("evaluation.answers", { answers })}
          </Typography>
          {named.length > 0 && <ChoiceBars names={named} counts={counts} answers={answers} />}
          {texts.length > 0 && (
            <Box component="ul" sx={{ mt: 0.5, mb: 0, pl: 3 }}>
              {texts.map((text, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two people may write the same
                <Box component="li" key={index} sx={{ whiteSpace: "pre-line" }}>
                  {text}
                </Box>
              ))}
            </Box>
          )}
        </Box>
      );
    })}
  </>
);
