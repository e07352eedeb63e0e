import {
  Box,
  Button,
  Checkbox,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControl,
  FormControlLabel,
  FormHelperText,
  FormLabel,
  MenuItem,
  Stack,
  TextField,
} from "@mui/material";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { Refusal } from "../data/request.ts";
import { t } from "../i18n/t.ts";
import { RefusalAlert } from "./refusal-alert.tsx";

export interface DialogField {
  name: string;
  label: string;
  type?: "text" | "date" | "email" | "number" | "password";
  /** One of these, instead of text. */
  choices?: readonly { id: string; name: string }[];
  /** Any number of the choices: the value is their IDs, with commas between. */
  several?: boolean;
  multiline?: boolean;
  /** Short: stands beside its neighbour where there is room. */
  isShort?: boolean;
  required?: boolean;
  initial?: string;
  help?: string;
  /** Sentences that a click adds to the field, to be edited. */
  canned?: readonly string[];
}

interface Props {
  title: string;
  explanation?: string;
  /** What else is to be known before, beneath the explanation. */
  children?: ReactNode;
  fields: DialogField[];
  confirm: string;
  danger?: boolean;
  busy: boolean;
  refusal: Refusal | null;
  /** Offered where somebody else was faster. */
  onReload?(): void;
  onConfirm(values: Record<string, string>): void;
  onClose(): void;
}

/** Asks for what a decision needs, waits for the server, and shows what it refuses at the field that it is about. */
export const OperationDialog = ({
  title,
  explanation,
  children,
  fields,
  confirm,
  danger,
  busy,
  refusal,
  onReload,
  onConfirm,
  onClose,
}: Props) => {
  const id = useId();
  const [values, setValues] = useState(() => Object.fromEntries(fields.map((f) => [f.name, f.initial ?? ""])));
  const set = (name: string, value: string) => setValues((before) => ({ ...before, [name]: value }));
  const problemOf = (name: string) => refusal?.problems.find((p) => p.field === name || p.field.endsWith(`.${name}`));
  const shownAtField = fields.some((f) => problemOf(f.name));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onConfirm(values);
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} fullWidth maxWidth="sm" aria-labelledby={id}>
      {/* What is asked scrolls, and the buttons stay in sight. */}
      <Box component="form" onSubmit={submit} sx={{ display: "flex", flexDirection: "column", minHeight: 0 }}>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          {explanation && <p>{explanation}</p>}
          {children}
          {refusal && !shownAtField && <RefusalAlert refusal={refusal} onReload={onReload} />}
          <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 1.5 }}>
            {fields.map((field, index) => (
              <Box key={field.name} sx={{ flex: field.isShort ? "1 1 200px" : "1 1 100%", minWidth: 0 }}>
                {field.several ? (
                  <Ticks
                    field={field}
                    value={values[field.name] ?? ""}
                    problem={problemOf(field.name)?.message}
                    onChange={(value) => set(field.name, value)}
                  />
                ) : (
                  <TextField
                    margin="dense"
                    fullWidth
                    autoFocus={index === 0}
                    label={field.label}
                    type={field.type ?? "text"}
                    select={field.choices !== undefined}
                    multiline={field.multiline}
                    minRows={field.multiline ? 4 : undefined}
                    required={field.required}
                    value={values[field.name] ?? ""}
                    onChange={(event) => set(field.name, String(event.target.value))}
                    error={Boolean(problemOf(field.name))}
                    helperText={problemOf(field.name)?.message ?? (field.help ? field.help : undefined)}
                    slotProps={{ inputLabel: field.type === "date" ? { shrink: true } : {} }}
                  >
                    {field.choices?.map((choice) => (
                      <MenuItem key={choice.id} value={choice.id}>
                        {choice.name}
                      </MenuItem>
                    ))}
                  </TextField>
                )}
                {field.canned && (
                  <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1, mb: 1 }}>
                    {field.canned.map((sentence) => (
                      <Chip
                        key={sentence}
                        label={sentence}
                        variant="outlined"
                        onClick={() => set(field.name, [values[field.name], sentence].filter(Boolean).join("\n"))}
                        sx={{ height: "auto", "& .MuiChip-label": { whiteSpace: "normal", py: 0.5 } }}
                      />
                    ))}
                  </Stack>
                )}
              </Box>
            ))}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            {t("button.close")}
          </Button>
          <Button type="submit" variant="contained" color={danger ? "error" : "primary"} disabled={busy}>
            {confirm}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
};

/** Any number of choices, each with a box to tick. */
const Ticks = ({
  field: { label, choices = [], help, required },
  value,
  problem,
  onChange,
}: {
  field: DialogField;
  value: string;
  problem: string | undefined;
  onChange(value: string): void;
}) => {
  const ticked = value.split(",").filter(Boolean);
  return (
    <FormControl component="fieldset" margin="dense" required={required} error={Boolean(problem)} fullWidth>
      <FormLabel component="legend">{label}</FormLabel>
      {choices.map(({ id, name }) => (
        <FormControlLabel
          key={id}
          sx={{ mr: 0 }}
          control={
            <Checkbox
              size="small"
              required={false}
              checked={ticked.includes(id)}
              onChange={({ target }) =>
                onChange((target.checked ? [...ticked, id] : ticked.filter((each) => each !== id)).join(","))
              }
            />
          }
          label={name}
        />
      ))}
      {(problem ?? help) && <FormHelperText>{problem ?? help}</FormHelperText>}
    </FormControl>
  );
};
