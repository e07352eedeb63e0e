import type { ComponentChildren, TargetedInputEvent } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../i18n/t.ts";
import { hidden, Notice } from "./page.tsx";

interface FieldProps {
  label: string;
  name: string;
  hint?: ComponentChildren;
  type?: "text" | "email" | "date";
  class?: string;
  required?: boolean;
  autofocus?: boolean;
  autocomplete?: string;
  inputMode?: "numeric";
  maxLength?: number;
  value?: string;
  defaultValue?: string;
  onInput?(event: TargetedInputEvent<HTMLInputElement>): void;
}

/** A labelled input. Pasting and password managers are welcome. */
export function Field({ label, hint, type = "text", ...input }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {label}
        {input.required ? null : <span class="optional"> {t("form.optional")}</span>}
      </label>
      <input {...input} id={id} type={type as "text"} aria-describedby={hint ? `${id}-hint` : undefined} />
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** A password that can be shown. */
export function PasswordField({ label, hint, name, autocomplete }: FieldProps & { autocomplete: string }) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="with-button">
        <input
          id={id}
          name={name}
          type={(shown ? "text" : "password") as "password"}
          required
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          aria-describedby={hint ? `${id}-hint` : undefined}
        />
        <button type="button" class="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {t("form.show", { label, hidden })}
        </button>
      </div>
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** The code of eight digits from a mail. */
export function CodeField({ hint }: { hint?: ComponentChildren }) {
  return (
    <Field
      label={t("form.mailCode")}
      name="code"
      required
      inputMode="numeric"
      autocomplete="one-time-code"
      maxLength={20}
      class="code"
      hint={hint}
    />
  );
}

type FormProps = {
  onSubmit(values: Record<string, string>, form: HTMLFormElement): unknown;
  busy: boolean;
  problem: string;
  submit: string;
  /** Says what is going on while busy. */
  submitting: string;
  kind?: "primary" | "secondary";
  children: ComponentChildren;
};

/** Fields, what went wrong, and the button. Values come trimmed, passwords as they were typed. */
export function Form({ onSubmit, busy, problem, submit, submitting, kind = "primary", children }: FormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const values: Record<string, string> = {};
        for (const [name, value] of new FormData(form))
          values[name] = /password/i.test(name) ? String(value) : String(value).trim();
        onSubmit(values, form);
      }}
    >
      {children}
      {problem ? <Notice kind="problem">{problem}</Notice> : null}
      <button type="submit" class={`${kind} wide`} aria-disabled={busy}>
        {busy ? submitting : submit}
      </button>
    </form>
  );
}
