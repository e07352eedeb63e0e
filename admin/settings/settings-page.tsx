import { Alert, Box, Button, MenuItem, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { Title, useTranslate } from "react-admin";
import { AuditLog } from "../audit/audit-log.tsx";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { forgetSignedIn } from "../data/viewer.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { LogoSection } from "./logo-section.tsx";
import { PoliciesSections } from "./policies-sections.tsx";
import { type SettingsValues, settingsQuery, updateSettings } from "./settings.data.ts";

/** What the accreditor has set for the whole installation. */
export const SettingsPage = () => {
  const t = useTranslate();
  const { data, error, refetch } = useAsk(settingsQuery, {});
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  const { settingsPage } = data;
  return (
    <Box sx={{ mt: 2, maxWidth: 900 }}>
      <Title title={t("Settings")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("Settings")}
      </Typography>
      <SettingsForm key={settingsPage.version} settings={settingsPage} reload={() => void refetch()} />
      <LogoSection settings={settingsPage} />
      <PoliciesSections />
      <AuditLog subjectId={settingsPage.subjectId} />
    </Box>
  );
};

type Editable = Exclude<keyof SettingsValues, "subjectId" | "version" | "creditRules" | "logoUrl">;

const SettingsForm = ({ settings, reload }: { settings: SettingsValues; reload(): void }) => {
  const t = useTranslate();
  const [values, setValues] = useState(settings);
  const update = useOperation(updateSettings, { done: "The settings are kept.", quiet: true });
  const problemOf = (name: Editable) =>
    update.refusal?.problems.find((problem) => problem.field.split(".").at(-1) === name);
  const field = (name: Editable, label: string, help?: string, type: "text" | "number" = "text") => (
    <TextField
      key={name}
      fullWidth
      margin="normal"
      required
      type={type}
      label={t(label)}
      value={values[name]}
      onChange={({ target }) =>
        setValues({ ...values, [name]: type === "number" ? Number(target.value) : target.value })
      }
      error={Boolean(problemOf(name))}
      helperText={problemOf(name)?.message ?? (help ? t(help) : undefined)}
    />
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { subjectId: _, version, creditRules: __, logoUrl: ___, ...input } = values;
    if (await update.run(version, input)) forgetSignedIn();
  };
  return (
    <>
      {update.refusal && (
        <Alert
          severity="error"
          sx={{ mb: 2 }}
          action={
            update.refusal.code === "STALE_VERSION" && (
              <Button color="inherit" size="small" onClick={reload}>
                {t("Load it again")}
              </Button>
            )
          }
        >
          {update.refusal.message}
        </Alert>
      )}
      <form onSubmit={(event) => void submit(event)}>
        <Section title="Accreditor">
          {field(
            "accreditorName",
            "Name of the accreditor",
            "Certificates print it. Those already issued keep what they say.",
          )}
          {field("timeZone", "Time zone", "IANA name, such as America/Chicago: decides the year of a Program ID.")}
          {field("signatoryName", "Who signs certificates")}
          {field("signatoryTitle", "As what they sign")}
        </Section>
        <Section title="Numbers">
          <Typography color="text.secondary">
            {t("For numbers that are given from now on. Those already given stay, and the running number goes on.")}
          </Typography>
          {field("programLetter", "Letter of Program IDs", "One capital letter.")}
          {field("providerPrefix", "Beginning of provider numbers", "One to three capital letters.")}
          {field("certificatePrefix", "Beginning of certificate numbers", "One to three capital letters.")}
        </Section>
        <Section title="Programs and reports">
          <TextField
            select
            fullWidth
            margin="normal"
            label={t("Credit rule of new programs")}
            value={values.creditRuleCode}
            onChange={({ target }) => setValues({ ...values, creditRuleCode: target.value })}
          >
            {values.creditRules.map((rule) => (
              <MenuItem key={rule.code} value={rule.code}>
                {rule.name} ({rule.unit})
              </MenuItem>
            ))}
          </TextField>
          {field(
            "memberIdLabel",
            "Name of the member number",
            "Heading of the roster's ID column; Member ID always works too.",
          )}
          {field(
            "reportingDays",
            "Days to report attendance",
            "After an offering ends. A smaller number closes windows that are open now.",
            "number",
          )}
        </Section>
        <Section title="Conferences">
          {field("claimsFromYear", "Conferences can be claimed from this year on", undefined, "number")}
          <TextField
            select
            fullWidth
            margin="normal"
            label={t("Speakers may claim their own sessions")}
            value={values.presentersMayClaim ? "yes" : "no"}
            onChange={({ target }) => setValues({ ...values, presentersMayClaim: target.value === "yes" })}
          >
            {["yes", "no"].map((choice) => (
              <MenuItem key={choice} value={choice}>
                {t(choice)}
              </MenuItem>
            ))}
          </TextField>
        </Section>
        <Section title="Keeping">
          {field(
            "retentionYears",
            "Years for which records are kept",
            "After the day they are about. With a smaller number, older credit and certificates go for good in the next night.",
            "number",
          )}
        </Section>
        <Button type="submit" variant="contained" disabled={update.busy} sx={{ mb: 3 }}>
          {t("Save the settings")}
        </Button>
      </form>
    </>
  );
};
