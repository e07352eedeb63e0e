import { Alert, Button, MenuItem, TextField, Typography } from "@mui/material";
import { type FormEvent, type ReactNode, useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { forgetSignedIn } from "../data/viewer.ts";
import { t } from "../i18n/t.ts";
import { Section } from "../ui/section.tsx";
import { type SettingsInput, type SettingsValues, updateSettings } from "./settings.data.ts";

type Name = keyof SettingsInput & keyof SettingsValues;
type NameOf<Value> = { [Key in Name]: SettingsValues[Key] extends Value ? Key : never }[Name];

interface Look {
  help?: string;
  type?: "text" | "number" | "color" | "email" | "url";
  mayBeEmpty?: boolean;
  hasLines?: boolean;
}

/** What a part of the settings is built of. */
export interface PartForm {
  /** What is saved, with what was typed since. */
  values: SettingsValues;
  text(name: NameOf<string | number>, label: string, look?: Look): ReactNode;
  choice(
    name: NameOf<string>,
    label: string,
    choices: readonly { value: string; label: string }[],
    help?: string,
  ): ReactNode;
  yesOrNo(name: NameOf<boolean>, label: string, help?: string): ReactNode;
}

interface Props {
  title: string;
  place: string;
  meaning?: string;
  settings: SettingsValues;
  reload(): void;
  children(form: PartForm): ReactNode;
}

/**
 * A part of the settings with a save of its own: it sends what was changed in it, names that before, and keeps it where it is refused. What
 * others change meanwhile, or another part saves, shows in the fields that nobody has typed into.
 */
export const SettingsPart = ({ title, place, meaning, settings, reload, children }: Props) => {
  const [changes, setChanges] = useState<Partial<SettingsValues>>({});
  const [reason, setReason] = useState("");
  const mayChange = useHolds("ADMINISTRATOR");
  const update = useOperation(updateSettings, { done: t("settings.saved"), quiet: true });
  const values = { ...settings, ...changes };
  const labels = new Map<string, string>();
  const problemOf = (name: Name) =>
    update.refusal?.problems.find((problem) => problem.field.split(".").at(-1) === name)?.message;
  const change = (name: Name, value: SettingsValues[Name]) => {
    const { [name]: _, ...others } = changes;
    setChanges(value === settings[name] ? others : { ...others, [name]: value });
  };
  const shared = (name: Name, label: string, help?: string) => {
    labels.set(name, label);
    return {
      fullWidth: true,
      margin: "normal" as const,
      label,
      error: problemOf(name) !== undefined,
      helperText: problemOf(name) ?? help,
    };
  };
  const choice: PartForm["choice"] = (name, label, choices, help) => (
    <TextField
      {...shared(name, label, help)}
      select
      value={values[name]}
      onChange={({ target }) => change(name, target.value)}
    >
      {choices.map(({ value, label: said }) => (
        <MenuItem key={value} value={value}>
          {said}
        </MenuItem>
      ))}
    </TextField>
  );
  const form: PartForm = {
    values,
    text: (name, label, { help, type = "text", mayBeEmpty, hasLines } = {}) => (
      <TextField
        {...shared(name, label, help)}
        required={!mayBeEmpty}
        multiline={hasLines}
        minRows={hasLines ? 2 : undefined}
        type={hasLines ? undefined : type}
        value={values[name]}
        onChange={({ target }) => change(name, type === "number" ? Number(target.value) : target.value)}
      />
    ),
    choice,
    yesOrNo: (name, label, help) => (
      <TextField
        {...shared(name, label, help)}
        select
        value={values[name] ? "yes" : "no"}
        onChange={({ target }) => change(name, target.value === "yes")}
      >
        {(["yes", "no"] as const).map((word) => (
          <MenuItem key={word} value={word}>
            {t(`word.${word}`)}
          </MenuItem>
        ))}
      </TextField>
    ),
  };
  const fields = children(form);
  const changed = Object.keys(changes).map((name) => labels.get(name) ?? name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await update.run(settings.version, changes as SettingsInput, reason || null))) return;
    setChanges({});
    setReason("");
    forgetSignedIn();
  };
  return (
    <Section title={title} place={place}>
      <form onSubmit={(event) => void submit(event)}>
        {meaning && <Typography color="text.secondary">{meaning}</Typography>}
        {fields}
        {update.refusal && (
          <Alert
            severity={update.refusal.code === "SECOND_PERSON_REQUIRED" ? "info" : "error"}
            sx={{ mt: 1 }}
            action={
              update.refusal.code === "STALE_VERSION" && (
                <Button
                  color="inherit"
                  size="small"
                  onClick={() => {
                    update.forget();
                    reload();
                  }}
                >
                  {t("settings.reload")}
                </Button>
              )
            }
          >
            {update.refusal.message}
          </Alert>
        )}
        {mayChange && changed.length > 0 && (
          <>
            {settings.twoPersons && (
              <TextField
                fullWidth
                required
                margin="normal"
                label={t("column.reason")}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
            <Typography variant="body2" sx={{ mt: 2 }} role="status">
              {t("settings.notSaved", { fields: changed.join(", ") })}
            </Typography>
            <Button type="submit" variant="contained" disabled={update.busy} sx={{ mt: 1, mr: 1 }}>
              {t("settings.savePart", { part: title })}
            </Button>
            <Button
              onClick={() => {
                setChanges({});
                update.forget();
              }}
              sx={{ mt: 1 }}
            >
              {t("settings.undoPart")}
            </Button>
          </>
        )}
      </form>
    </Section>
  );
};
