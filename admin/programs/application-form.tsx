import { Alert, Box, Button, Card, CardContent, Step, StepButton, Stepper } from "@mui/material";
import { useRef, useState } from "react";
import { useRedirect } from "react-admin";
import { useFormContext } from "react-hook-form";
import { useSearchParams } from "react-router-dom";
import type { FieldProblem, Refusal } from "../data/request.ts";
import { useOperation } from "../data/use-operation.ts";
import type { SignedIn } from "../data/viewer.ts";
import { t } from "../i18n/t.ts";
import { Facts } from "../ui/facts.tsx";
import { type ApplicationValues, inputOf, linesOf, StepFields, stepOf } from "./application-fields.tsx";
import { applicationSteps } from "./application-steps.ts";
import { FieldComments } from "./field-comments.tsx";
import { type ApplicationOfProgram, createProgram, submitProgram, updateProgram } from "./program.data.ts";
import { ProgramDocuments } from "./program-documents.tsx";

interface Props {
  program: ApplicationOfProgram | null;
  signedIn: SignedIn;
}

/** On a small screen there is room for one title: the others are for those who listen. */
const titleOfActiveAlone = {
  "& .MuiStepLabel-label:not(.Mui-active)": {
    "@media (max-width: 599px)": {
      position: "absolute",
      width: 1,
      height: 1,
      overflow: "hidden",
      clipPath: "inset(50%)",
    },
  },
  "& .MuiStepLabel-label.Mui-active": { whiteSpace: { xs: "nowrap", sm: "normal" } },
};

/** The application in steps. Each step that is left is kept as a draft on the server. */
export const ApplicationForm = ({ program, signedIn }: Props) => {
  const redirect = useRedirect();
  const form = useFormContext<ApplicationValues>();
  const [search, setSearch] = useSearchParams();
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const version = useRef(program?.version ?? 0);
  const kept = useRef(program?.id ?? "");
  const step = Math.min(applicationSteps.length - 1, Math.max(0, Number(search.get("step") ?? 0) || 0));
  const { isDirty, dirtyFields } = form.formState;
  const changed = isDirty && Object.keys(dirtyFields).length > 0;

  const keep = useOperation(
    (values: ApplicationValues) =>
      program ? updateProgram(program.id, version.current, inputOf(values)) : createProgram(inputOf(values)),
    { quiet: true, refused: show },
  );
  const submit = useOperation((id: string) => submitProgram(id, version.current), {
    done: t("programs.submitted"),
    quiet: true,
    refused: show,
  });
  const refusal = submit.refusal ?? keep.refusal;

  function show(refused: Refusal): void {
    setProblems(refused.problems);
    for (const { field, message } of refused.problems)
      form.setError(field as keyof ApplicationValues, { type: "server", message });
    const [first] = refused.problems;
    if (refused.code !== "INCOMPLETE_APPLICATION" && first) go(stepOf(first.field));
  }

  function go(to: number): void {
    setSearch({ step: String(to) }, { replace: false });
    scrollTo({ top: 0 });
  }

  /** Answers the ID of the draft; null where it could not be kept. */
  async function keepDraft(): Promise<string | null> {
    keep.forget();
    submit.forget();
    if (program && !changed) return program.id;
    setProblems([]);
    const values = form.getValues();
    const missing = (["providerId", "typeId", "name"] as const).filter((field) => !values[field]);
    if (missing.length > 0) {
      for (const field of missing) form.setError(field, { type: "required", message: t("ra.validation.required") });
      go(0);
      return null;
    }
    const answer = await keep.run(values);
    if (!answer) return null;
    version.current = answer.version;
    kept.current = answer.id;
    form.reset(values);
    return answer.id;
  }

  async function move(to: number): Promise<void> {
    const id = await keepDraft();
    if (!id) return;
    // After the form knows that everything is kept: else it would warn.
    if (program) go(to);
    else setTimeout(() => redirect(`/programs/${id}?step=${to}`));
  }

  async function handIn(): Promise<void> {
    const id = await keepDraft();
    if (!id) return;
    const submitted = await submit.run(id);
    if (submitted) setTimeout(() => redirect(`/programs/${id}/show`));
  }

  const busy = keep.busy || submit.busy;
  const faulty = new Set(problems.map((problem) => stepOf(problem.field)));
  const last = step === applicationSteps.length - 1;
  return (
    <Card>
      <CardContent>
        <Stepper nonLinear activeStep={step} alternativeLabel sx={{ mb: 3, pb: 1, ...titleOfActiveAlone }}>
          {applicationSteps.map((title, index) => (
            <Step key={title}>
              <StepButton
                disabled={busy || (!program && index > 0)}
                onClick={() => void move(index)}
                optional={
                  faulty.has(index) ? (
                    <Box component="span" sx={{ color: "error.main", fontSize: "0.8rem" }}>
                      {t("programs.incomplete")}
                    </Box>
                  ) : undefined
                }
              >
                {t(title)}
              </StepButton>
            </Step>
          ))}
        </Stepper>
        {refusal && (
          <Alert
            severity={refusal.code === "INCOMPLETE_APPLICATION" ? "warning" : "error"}
            sx={{ mb: 2 }}
            action={
              refusal.code === "STALE_VERSION" && (
                <Button color="inherit" size="small" onClick={() => location.reload()}>
                  {t("button.reload")}
                </Button>
              )
            }
          >
            {refusal.code === "INCOMPLETE_APPLICATION" ? (
              <>
                {t("programs.beforeSubmit")}
                <Box component="ul" sx={{ my: 0, pl: 2.5 }}>
                  {problems.map(({ field, message }) => (
                    <li key={`${field} ${message}`}>
                      {message}{" "}
                      <Button
                        size="small"
                        color="inherit"
                        sx={{ py: 0, textDecoration: "underline" }}
                        // Its questions are written on the program's page.
                        onClick={() =>
                          field === "learningCheck" ? redirect(`/programs/${kept.current}/show`) : go(stepOf(field))
                        }
                      >
                        {t("programs.goThere")}
                      </Button>
                    </li>
                  ))}
                </Box>
              </>
            ) : (
              refusal.message
            )}
          </Alert>
        )}
        {program?.status === "CHANGES_REQUESTED" && (
          <Alert severity="info" sx={{ mb: 2, whiteSpace: "pre-line" }}>
            {t("programs.changesRequested")}{" "}
            {program.timeline.findLast((entry) => entry.action === "program.request-changes")?.reason}
          </Alert>
        )}
        {applicationSteps.map((title, index) => (
          // Fields stay in the form while another step is shown.
          <Box key={title} hidden={step !== index}>
            <StepFields step={title} signedIn={signedIn} begun={program !== null} />
          </Box>
        ))}
        {applicationSteps[step] === "programs.documents" && program && (
          <ProgramDocuments
            programId={program.id}
            documents={program.documents}
            kinds={["AGENDA", "SPEAKER_CV", "OTHER"]}
            onChange={(next) => {
              version.current = next;
            }}
          />
        )}
        {applicationSteps[step] === "programs.documents" && <FieldComments field="documents" />}
        {last && <Facts facts={linesOf(form.getValues())} />}
        <Box sx={{ display: "flex", gap: 1, mt: 3, flexWrap: "wrap" }}>
          <Button disabled={step === 0 || busy} onClick={() => void move(step - 1)}>
            {t("button.back")}
          </Button>
          <Box sx={{ flexGrow: 1 }} />
          <Button
            variant="outlined"
            disabled={busy}
            onClick={async () => {
              const id = await keepDraft();
              if (id) setTimeout(() => redirect(`/programs/${id}/show`));
            }}
          >
            {t("programs.saveAndClose")}
          </Button>
          {last ? (
            <Button variant="contained" disabled={busy} onClick={() => void handIn()}>
              {t("programs.submitApplication")}
            </Button>
          ) : (
            <Button variant="contained" disabled={busy} onClick={() => void move(step + 1)}>
              {t("programs.saveAndGoOn")}
            </Button>
          )}
        </Box>
      </CardContent>
    </Card>
  );
};
