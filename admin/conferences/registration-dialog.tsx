import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Switch,
  TextField,
  Typography,
} from "@mui/material";
import { type FormEvent, useId, useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { RefusalAlert } from "../ui/refusal-alert.tsx";
import {
  type RegistrationInput,
  type RegistrationRow,
  saveRegistration,
  updateRegistration,
} from "./conference.data.ts";

interface Props {
  programId: string;
  /** The registration to edit; null: a new one. */
  registration: RegistrationRow | null;
  /** Offered where somebody else was faster. */
  onReload(): void;
  onClose(): void;
}

/** One attendee's booking: its address, its type and the days on which it gives access. */
export const RegistrationDialog = ({ programId, registration, onReload, onClose }: Props) => {
  const id = useId();
  const [values, setValues] = useState({
    email: registration?.email ?? "",
    registrationType: registration?.registrationType ?? "",
    name: registration?.name ?? "",
    accessFrom: registration?.accessFrom ?? "",
    accessUntil: registration?.accessUntil ?? "",
  });
  const [virtualOnly, setVirtualOnly] = useState(registration?.virtualOnly ?? false);
  const { run, busy, refusal } = useOperation(
    (input: RegistrationInput) =>
      registration ? updateRegistration(registration, input) : saveRegistration(programId, input),
    { done: registration ? t("conferences.registrationChanged") : t("conferences.registrationSaved"), quiet: true },
  );
  const problemOf = (name: string) =>
    refusal?.problems.find(({ field }) => field === name || field.endsWith(`.${name}`))?.message;
  const shownAtField = Object.keys(values).some(problemOf);
  const field = (name: keyof typeof values, label: string, props: { type?: string; required?: boolean } = {}) => (
    <TextField
      fullWidth
      margin="none"
      label={label}
      value={values[name]}
      onChange={(event) => setValues({ ...values, [name]: event.target.value })}
      error={Boolean(problemOf(name))}
      helperText={problemOf(name)}
      slotProps={props.type === "date" ? { inputLabel: { shrink: true } } : {}}
      {...props}
    />
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { accessFrom, accessUntil, name, ...texts } = values;
    const input = {
      ...texts,
      name: name.trim() || null,
      accessFrom: accessFrom || null,
      accessUntil: accessUntil || null,
      virtualOnly,
    };
    if (await run(input)) onClose();
  };
  const { claimedBy } = registration ?? {};
  return (
    <Dialog open onClose={busy ? undefined : onClose} fullWidth maxWidth="sm" aria-labelledby={id}>
      <Box
        component="form"
        onSubmit={(event: FormEvent) => void submit(event)}
        sx={{ display: "flex", flexDirection: "column", minHeight: 0 }}
      >
        <DialogTitle id={id}>
          {t(registration ? "conferences.editRegistration" : "conferences.addRegistration")}
        </DialogTitle>
        <DialogContent>
          <Typography color="text.secondary" sx={{ mb: 2 }}>
            {claimedBy
              ? t("conferences.claimedUnder", {
                  name: claimedBy.name,
                  number: claimedBy.memberNumber,
                })
              : t(registration ? "conferences.whoMayClaim" : "conferences.whoMayClaimNew")}
          </Typography>
          {refusal && !shownAtField && <RefusalAlert refusal={refusal} onReload={onReload} />}
          <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, gap: 2, pt: 1 }}>
            {field("email", t("column.email"), { type: "email", required: true })}
            {field("registrationType", t("conferences.registrationType"), { required: true })}
            {field("name", t("conferences.nameOnBadge"))}
            {field("accessFrom", t("conferences.accessFrom"), { type: "date" })}
            {field("accessUntil", t("conferences.accessUntil"), { type: "date" })}
            <FormControlLabel
              control={<Switch checked={virtualOnly} onChange={(_, checked) => setVirtualOnly(checked)} />}
              label={t("conferences.virtualOnlyField")}
            />
          </Box>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            {t("button.close")}
          </Button>
          <Button type="submit" variant="contained" disabled={busy}>
            {t(registration ? "button.save" : "button.add")}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
};
