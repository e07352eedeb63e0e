import { useId } from "preact/hooks";
import { t } from "../i18n/t.ts";
import { hidden } from "../ui/page.tsx";
import type { Given } from "./drafts.ts";
import type { Question } from "./evaluation.data.ts";

export const isAnswered = (given: Given | undefined): boolean =>
  given !== undefined && (given.choices.length > 0 || given.text.trim() !== "");

interface QuestionFieldProps {
  question: Omit<Question, "id" | "about">;
  /** Which session or speaker it is asked of; empty: the program. */
  of: string;
  given: Given | undefined;
  disabled: boolean;
  /** All must be answered, which is not said of each. */
  plain?: boolean;
  onGive(given: Given): void;
}

const scale = ["1", "2", "3", "4", "5"];

/** One question with its way to answer it. What was given is kept at once. */
export function QuestionField({ question, of, given, disabled, plain = false, onGive }: QuestionFieldProps) {
  const id = useId();
  const { kind, text, choices, required } = question;
  const chosen = given?.choices ?? [];
  const label = (
    <>
      {text}
      {of ? hidden(` (${of})`) : null}
      {plain ? null : <span class="optional"> {t(required ? "evaluation.required" : "form.optional")}</span>}
    </>
  );
  if (kind === "TEXT")
    return (
      <div class="field question">
        <label for={id} dir="auto">
          {label}
        </label>
        <textarea
          id={id}
          rows={3}
          maxLength={2_000}
          dir="auto"
          disabled={disabled}
          value={given?.text ?? ""}
          onInput={(event) => onGive({ choices: [], text: event.currentTarget.value })}
        />
      </div>
    );
  if (kind === "ATTESTATION")
    return (
      <div class="question">
        <label class="choice" dir="auto">
          <input
            type="checkbox"
            checked={chosen.includes(1)}
            disabled={disabled}
            onChange={(event) => onGive({ choices: event.currentTarget.checked ? [1] : [], text: "" })}
          />
          <span>{label}</span>
        </label>
      </div>
    );
  const options = kind === "SCALE" ? scale : choices;
  const [low, high] = choices;
  return (
    <fieldset class="question">
      <legend dir="auto">{label}</legend>
      <div class={kind === "SCALE" ? "scale" : "choices"}>
        {options.map((option, at) => (
          <label key={option} class="choice" dir="auto">
            <input
              type={kind === "SEVERAL" ? "checkbox" : "radio"}
              name={id}
              checked={chosen.includes(at + 1)}
              disabled={disabled}
              onChange={(event) => {
                const others = kind === "SEVERAL" ? chosen.filter((choice) => choice !== at + 1) : [];
                onGive({ choices: event.currentTarget.checked ? [...others, at + 1] : others, text: "" });
              }}
            />
            <span>
              {option}
              {kind === "SCALE" && at === 0 && low ? hidden(` ${low}`) : null}
              {kind === "SCALE" && at === 4 && high ? hidden(` ${high}`) : null}
            </span>
          </label>
        ))}
      </div>
      {kind === "SCALE" && low && high ? (
        <p class="scale-ends" aria-hidden="true">
          <span dir="auto">1 {low}</span>
          <span dir="auto">5 {high}</span>
        </p>
      ) : null}
    </fieldset>
  );
}
