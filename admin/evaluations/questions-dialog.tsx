import ArrowDownwardIcon from "@mui/icons-material/ArrowDownward";
import ArrowUpwardIcon from "@mui/icons-material/ArrowUpward";
import DeleteIcon from "@mui/icons-material/Delete";
import {
  Box,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControl,
  FormControlLabel,
  FormHelperText,
  FormLabel,
  IconButton,
  MenuItem,
  TextField,
  Typography,
} from "@mui/material";
import { type FormEvent, useId, useState } from "react";
import type { Refusal } from "../data/request.ts";
import { t } from "../i18n/t.ts";
import { RefusalAlert } from "../ui/refusal-alert.tsx";
import type { EvaluationForm, QuestionInput, Written } from "./evaluation.data.ts";
import type { CheckForm } from "./learning-check.data.ts";

const kinds = ["SCALE", "CHOICE", "SEVERAL", "TEXT", "ATTESTATION"] as const;
/** Those that have right answers. */
const checkKinds = ["CHOICE", "SEVERAL"] as const;
const abouts = ["PROGRAM", "SESSION", "SPEAKER"] as const;

/** A question while it is written: choices one to a line. */
interface Row extends Omit<QuestionInput, "choices"> {
  key: string;
  choices: string;
  /** Of a learning check: which lines are right, from 1, and why. */
  rightChoices: number[];
  explanation: string;
}

const emptyRow = (kind: Row["kind"]): Row => ({
  key: crypto.randomUUID(),
  rightChoices: [],
  explanation: "",
  kind,
  about: "PROGRAM",
  text: "",
  choices: "",
  required: true,
});

const rowsOf = (form: EvaluationForm | CheckForm | null): Row[] =>
  (form?.questions ?? []).map(({ id, choices, ...question }) => ({
    ...emptyRow(question.kind),
    ...question,
    key: id,
    choices: choices.join("\n"),
  }));

const linesOf = (text: string): string[] => text.split("\n").flatMap((line) => line.trim() || []);

const hasChoices = (kind: Row["kind"]): boolean => kind === "SCALE" || kind === "CHOICE" || kind === "SEVERAL";

interface Props {
  title: string;
  explanation: string;
  form: EvaluationForm | CheckForm | null;
  /** Its questions have right answers. */
  isCheck?: boolean;
  busy: boolean;
  refusal: Refusal | null;
  onReload(): void;
  onSave(written: Written): void;
  onClose(): void;
}

/** Writes the questions of an evaluation, or of a learning check, in their order. */
export const QuestionsDialog = ({
  title,
  explanation,
  form,
  isCheck = false,
  busy,
  refusal,
  onReload,
  onSave,
  onClose,
}: Props) => {
  const id = useId();
  const terms = form && "passPercent" in form ? form : { passPercent: 70, attempts: 3 };
  const [required, setRequired] = useState(form?.required ?? isCheck);
  const [passPercent, setPassPercent] = useState(String(terms.passPercent));
  const [attempts, setAttempts] = useState(String(terms.attempts));
  const [rows, setRows] = useState(() => rowsOf(form));
  const set = (at: number, next: Partial<Row>) =>
    setRows(rows.map((row, index) => (index === at ? { ...row, ...next } : row)));
  const move = (at: number, by: number) => {
    const next = [...rows];
    const [row] = next.splice(at, 1);
    if (row) next.splice(at + by, 0, row);
    setRows(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSave({
      required,
      passPercent: Number(passPercent),
      attempts: Number(attempts),
      questions: rows.map(({ kind, about, text, choices, required: must, rightChoices, explanation: why }) => ({
        kind,
        about,
        text,
        choices: hasChoices(kind) ? linesOf(choices) : [],
        required: must,
        rightChoices: rightChoices.filter((choice) => choice <= linesOf(choices).length),
        explanation: why,
      })),
    });
  };
  const problemOf = (at: number) =>
    refusal?.problems.find(({ field }) => new RegExp(`(^|\\.)questions\\.${at}(\\.|$)`).test(field))?.message;
  const shownAtRow = rows.some((_, at) => problemOf(at));
  return (
    <Dialog open onClose={busy ? undefined : onClose} fullWidth maxWidth="md" aria-labelledby={id}>
      <Box component="form" onSubmit={submit} sx={{ display: "flex", flexDirection: "column", minHeight: 0 }}>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          <p>{explanation}</p>
          {refusal && !shownAtRow && <RefusalAlert refusal={refusal} onReload={onReload} />}
          <FormControlLabel
            control={<Checkbox checked={required} onChange={({ target }) => setRequired(target.checked)} />}
            label={t(isCheck ? "learningCheck.required" : "evaluation.required")}
          />
          {isCheck && (
            <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 1.5 }}>
              <TextField
                type="number"
                label={t("learningCheck.passPercent")}
                margin="dense"
                required
                sx={{ flex: "1 1 180px" }}
                slotProps={{ htmlInput: { min: 1, max: 100 } }}
                value={passPercent}
                onChange={({ target }) => setPassPercent(target.value)}
              />
              <TextField
                type="number"
                label={t("learningCheck.attempts")}
                margin="dense"
                required
                sx={{ flex: "1 1 180px" }}
                slotProps={{ htmlInput: { min: 1, max: 20 } }}
                value={attempts}
                onChange={({ target }) => setAttempts(target.value)}
              />
            </Box>
          )}
          <Box component="ol" aria-label={t("evaluation.questions")} sx={{ listStyle: "none", m: 0, p: 0 }}>
            {rows.map((row, at) => {
              const problem = problemOf(at);
              const number = at + 1;
              return (
                <Box
                  component="li"
                  key={row.key}
                  sx={{ border: 1, borderColor: problem ? "error.main" : "divider", borderRadius: 1, p: 1.5, mb: 1.5 }}
                >
                  <TextField
                    label={t("evaluation.question", { number })}
                    fullWidth
                    required
                    margin="dense"
                    value={row.text}
                    error={problem !== undefined}
                    helperText={problem}
                    onChange={({ target }) => set(at, { text: target.value })}
                  />
                  <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 1.5 }}>
                    <TextField
                      select
                      label={t("evaluation.kind")}
                      margin="dense"
                      sx={{ flex: "1 1 180px" }}
                      value={row.kind}
                      onChange={({ target }) => set(at, { kind: target.value as Row["kind"] })}
                    >
                      {(isCheck ? checkKinds : kinds).map((kind) => (
                        <MenuItem key={kind} value={kind}>
                          {t(`questionKind.${kind}`)}
                        </MenuItem>
                      ))}
                    </TextField>
                    {!isCheck && (
                      <TextField
                        select
                        label={t("evaluation.about")}
                        margin="dense"
                        sx={{ flex: "1 1 180px" }}
                        value={row.about}
                        onChange={({ target }) => set(at, { about: target.value as Row["about"] })}
                      >
                        {abouts.map((about) => (
                          <MenuItem key={about} value={about}>
                            {t(`questionAbout.${about}`)}
                          </MenuItem>
                        ))}
                      </TextField>
                    )}
                  </Box>
                  {hasChoices(row.kind) && (
                    <TextField
                      label={t("evaluation.choices")}
                      helperText={t(row.kind === "SCALE" ? "evaluation.scaleHelp" : "evaluation.choicesHelp")}
                      multiline
                      minRows={2}
                      fullWidth
                      margin="dense"
                      value={row.choices}
                      onChange={({ target }) => set(at, { choices: target.value })}
                    />
                  )}
                  {isCheck && <RightChoices row={row} number={number} onSet={(next) => set(at, next)} />}
                  <Box sx={{ display: "flex", alignItems: "center", flexWrap: "wrap" }}>
                    {isCheck ? (
                      <Box sx={{ flexGrow: 1 }} />
                    ) : (
                      <FormControlLabel
                        sx={{ flexGrow: 1 }}
                        control={
                          <Checkbox
                            size="small"
                            checked={row.required}
                            onChange={({ target }) => set(at, { required: target.checked })}
                          />
                        }
                        label={t("evaluation.mustAnswer")}
                      />
                    )}
                    <IconButton
                      aria-label={t("evaluation.moveUp", { number })}
                      disabled={at === 0}
                      onClick={() => move(at, -1)}
                    >
                      <ArrowUpwardIcon fontSize="small" />
                    </IconButton>
                    <IconButton
                      aria-label={t("evaluation.moveDown", { number })}
                      disabled={at === rows.length - 1}
                      onClick={() => move(at, 1)}
                    >
                      <ArrowDownwardIcon fontSize="small" />
                    </IconButton>
                    <IconButton
                      aria-label={t("evaluation.removeQuestion", { number })}
                      onClick={() => setRows(rows.filter((_, index) => index !== at))}
                    >
                      <DeleteIcon fontSize="small" />
                    </IconButton>
                  </Box>
                </Box>
              );
            })}
          </Box>
          {rows.length === 0 && <Typography color="text.secondary">{t("evaluation.noQuestions")}</Typography>}
          <Button
            variant="outlined"
            size="small"
            sx={{ mt: 1 }}
            onClick={() => setRows([...rows, emptyRow(isCheck ? "CHOICE" : "SCALE")])}
          >
            {t("evaluation.addQuestion")}
          </Button>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            {t("button.close")}
          </Button>
          <Button type="submit" variant="contained" disabled={busy}>
            {t("button.save")}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
};

/** Which of the choices are right, as they are written above, and why. */
const RightChoices = ({ row, number, onSet }: { row: Row; number: number; onSet(next: Partial<Row>): void }) => {
  const { kind, choices, rightChoices, explanation } = row;
  const isOne = kind === "CHOICE";
  return (
    <>
      <FormControl component="fieldset" margin="dense" fullWidth>
        <FormLabel component="legend">{t("learningCheck.right", { number })}</FormLabel>
        {linesOf(choices).map((line, at) => (
          <FormControlLabel
            key={line}
            control={
              <Checkbox
                size="small"
                checked={rightChoices.includes(at + 1)}
                onChange={({ target }) => {
                  const others = isOne ? [] : rightChoices.filter((choice) => choice !== at + 1);
                  onSet({ rightChoices: target.checked ? [...others, at + 1] : others });
                }}
              />
            }
            label={line}
            sx={{ overflowWrap: "anywhere" }}
          />
        ))}
        <FormHelperText>{t(isOne ? "learningCheck.rightOne" : "learningCheck.rightSeveral")}</FormHelperText>
      </FormControl>
      <TextField
        label={t("learningCheck.explanation", { number })}
        helperText={t("learningCheck.explanationHelp")}
        multiline
        fullWidth
        margin="dense"
        slotProps={{ htmlInput: { maxLength: 2000 } }}
        value={explanation}
        onChange={({ target }) => onSet({ explanation: target.value })}
      />
    </>
  );
};
