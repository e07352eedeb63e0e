import { Alert, Button, TextField } from "@mui/material";
import { type FormEvent, useState } from "react";
import { messageOf } from "../data/message-of.ts";
import { Refusal } from "../data/request.ts";

export interface EntryField {
  name: string;
  label: string;
  type?: "email" | "password" | "text";
  autoComplete?: string;
  required?: boolean;
  multiline?: boolean;
  help?: string;
}

interface Props {
  fields: EntryField[];
  submit: string;
  /** What it does; whatever it throws is shown. */
  onSubmit(values: Record<string, string>): Promise<void>;
}

/** A form of a page that is outside react-admin. What is wrong with a field stands at the field. */
export const EntryForm = ({ fields, submit, onSubmit }: Props) => {
  const [values, setValues] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const problems = problem instanceof Refusal ? problem.problems : [];
  const problemOf = (name: string) => problems.find(({ field }) => field === name || field.endsWith(`.${name}`));
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit(values);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      {problem !== null && !fields.some(({ name }) => problemOf(name)) && (
        <Alert severity="error">{messageOf(problem)}</Alert>
      )}
      {fields.map(({ name, label, type = "text", autoComplete, required, multiline, help }, index) => (
        <TextField
          key={name}
          fullWidth
          margin="normal"
          name={name}
          type={type}
          label={label}
          autoFocus={index === 0}
          required={required ?? false}
          multiline={multiline ?? false}
          autoComplete={autoComplete ?? "off"}
          value={values[name] ?? ""}
          error={problemOf(name) !== undefined}
          helperText={problemOf(name)?.message ?? help}
          onChange={({ target }) => setValues((before) => ({ ...before, [name]: target.value }))}
        />
      ))}
      <Button fullWidth type="submit" variant="contained" disabled={busy} sx={{ mt: 2 }}>
        {submit}
      </Button>
    </form>
  );
};
