import { Alert, Box, Button, MenuItem, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { Title } from "react-admin";
import { languageName, languages } from "../../messages/translate.ts";
import { AuditLog } from "../audit/audit-log.tsx";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { forgetSignedIn } from "../data/viewer.ts";
import { FeePoliciesSection } from "../fees/fee-policies-section.tsx";
import { t } from "../i18n/t.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { WebhooksSection } from "../webhooks/webhooks-section.tsx";
import { AppsSection } from "./apps-section.tsx";
import { KitWordsSection } from "./kit-words-section.tsx";
import { LicenceKindsSection } from "./licence-kinds-section.tsx";
import { LogoSection } from "./logo-section.tsx";
import { MailPreview } from "./mail-preview.tsx";
import { PoliciesSections } from "./policies-sections.tsx";
import { RetentionSection } from "./retention-section.tsx";
import { type SettingsValues, settingsQuery, updateSettings } from "./settings.data.ts";

/** What the accreditor has set for the whole installation. */
export const SettingsPage = () => {
  const { data, error, refetch } = useAsk(settingsQuery, {});
  const isAdministrator = useHolds("ADMINISTRATOR");
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  const { settingsPage } = data;
  return (
    <Box sx={{ mt: 2, maxWidth: 900 }}>
      <Title title={t("settings.title")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("settings.title")}
      </Typography>
      <SettingsForm key={settingsPage.version} settings={settingsPage} reload={() => void refetch()} />
      <LogoSection settings={settingsPage} />
      <PoliciesSections />
      <LicenceKindsSection />
      <KitWordsSection />
      <RetentionSection />
      <FeePoliciesSection />
      <WebhooksSection providerId={null} mayMake={isAdministrator} />
      {isAdministrator && <AppsSection />}
      <AuditLog subjectId={settingsPage.subjectId} />
    </Box>
  );
};

type Editable = Exclude<keyof SettingsValues, "subjectId" | "version" | "creditRules" | "logoUrl">;

const SettingsForm = ({ settings, reload }: { settings: SettingsValues; reload(): void }) => {
  const [values, setValues] = useState(settings);
  const [reason, setReason] = useState("");
  const mayChange = useHolds("ADMINISTRATOR");
  const update = useOperation(updateSettings, { done: t("settings.saved"), quiet: true });
  const problemOf = (name: Editable) =>
    update.refusal?.problems.find((problem) => problem.field.split(".").at(-1) === name);
  const field = (
    name: Editable,
    label: string,
    help?: string,
    type: "text" | "number" | "color" | "email" | "url" = "text",
    may: { beEmpty?: boolean; haveLines?: boolean } = {},
  ) => (
    <TextField
      key={name}
      fullWidth
      margin="normal"
      required={!may.beEmpty}
      multiline={may.haveLines}
      minRows={may.haveLines ? 2 : undefined}
      type={may.haveLines ? undefined : type}
      label={label}
      value={values[name]}
      onChange={({ target }) =>
        setValues({ ...values, [name]: type === "number" ? Number(target.value) : target.value })
      }
      error={Boolean(problemOf(name))}
      helperText={problemOf(name)?.message ?? help}
    />
  );
  const { accreditorName, mailSenderName, mailColour, mailAccentColour, mailSignOff, mailFooter } = values;
  const { helpAddress, reportingHelpAddress } = values;
  const mailSettings = {
    accreditorName,
    mailSenderName,
    mailColour,
    mailAccentColour,
    mailSignOff,
    mailFooter,
    helpAddress,
    reportingHelpAddress,
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { subjectId: _, version, creditRules: __, logoUrl: ___, ...input } = values;
    if (await update.run(version, input, reason || null)) forgetSignedIn();
  };
  return (
    <>
      {update.refusal && (
        <Alert
          severity={update.refusal.code === "SECOND_PERSON_REQUIRED" ? "info" : "error"}
          sx={{ mb: 2 }}
          action={
            update.refusal.code === "STALE_VERSION" && (
              <Button color="inherit" size="small" onClick={reload}>
                {t("settings.reload")}
              </Button>
            )
          }
        >
          {update.refusal.message}
        </Alert>
      )}
      <form onSubmit={(event) => void submit(event)}>
        <Section title={t("settings.accreditor")}>
          {field("accreditorName", t("settings.accreditorName"), t("settings.accreditorNameHelp"))}
          {field("timeZone", t("programs.timeZone"), t("settings.zoneHelp"))}
          {languages.length > 1 && (
            <TextField
              select
              fullWidth
              margin="normal"
              label={t("settings.language")}
              helperText={t("settings.languageHelp")}
              value={values.language}
              onChange={({ target }) => setValues({ ...values, language: target.value })}
            >
              {languages.map((language) => (
                <MenuItem key={language} value={language}>
                  {languageName(language)}
                </MenuItem>
              ))}
            </TextField>
          )}
          {field("signatoryName", t("settings.signer"))}
          {field("signatoryTitle", t("settings.signerTitle"))}
          <TextField
            select
            fullWidth
            margin="normal"
            label={t("settings.printAddress")}
            helperText={t("settings.printAddressHelp")}
            value={values.printProviderAddress ? "yes" : "no"}
            onChange={({ target }) => setValues({ ...values, printProviderAddress: target.value === "yes" })}
          >
            {(["yes", "no"] as const).map((choice) => (
              <MenuItem key={choice} value={choice}>
                {t(`word.${choice}`)}
              </MenuItem>
            ))}
          </TextField>
        </Section>
        <Section title={t("settings.numbers")}>
          <Typography color="text.secondary">{t("settings.numbersMeaning")}</Typography>
          {field("programLetter", t("settings.programLetter"), t("settings.oneLetter"))}
          {field("providerPrefix", t("settings.providerPrefix"), t("settings.threeLetters"))}
          {field("certificatePrefix", t("settings.certificatePrefix"), t("settings.threeLetters"))}
        </Section>
        <Section title={t("settings.reports")}>
          <TextField
            select
            fullWidth
            margin="normal"
            label={t("settings.defaultRule")}
            value={values.creditRuleCode}
            onChange={({ target }) => setValues({ ...values, creditRuleCode: target.value })}
          >
            {values.creditRules.map((rule) => (
              <MenuItem key={rule.code} value={rule.code}>
                {rule.name} ({rule.unit})
              </MenuItem>
            ))}
          </TextField>
          {field("memberIdLabel", t("settings.memberIdLabel"), t("settings.memberIdLabelHelp"))}
          {field("reportingDays", t("settings.reportDays"), t("settings.reportDaysHelp"), "number")}
          {field("closingDays", t("settings.closeDays"), t("settings.closeDaysHelp"), "number")}
        </Section>
        <Section title={t("settings.conferences")}>
          {field("claimDays", t("settings.claimDays"), t("settings.claimDaysHelp"), "number")}
          {field("claimsFromYear", t("settings.claimYear"), undefined, "number")}
          {field("olderClaimsUrl", t("settings.olderClaimsUrl"), t("settings.olderClaimsUrlHelp"), "url", {
            beEmpty: true,
          })}
          <TextField
            select
            fullWidth
            margin="normal"
            label={t("settings.speakersClaim")}
            value={values.presentersMayClaim ? "yes" : "no"}
            onChange={({ target }) => setValues({ ...values, presentersMayClaim: target.value === "yes" })}
          >
            {(["yes", "no"] as const).map((choice) => (
              <MenuItem key={choice} value={choice}>
                {t(`word.${choice}`)}
              </MenuItem>
            ))}
          </TextField>
        </Section>
        <Section title={t("settings.help")}>
          <Typography color="text.secondary">{t("settings.helpMeaning")}</Typography>
          {field("helpAddress", t("settings.helpAddress"), t("settings.helpAddressHelp"), "email", { beEmpty: true })}
          {field(
            "reportingHelpAddress",
            t("settings.reportingHelpAddress"),
            t("settings.reportingHelpAddressHelp"),
            "email",
            { beEmpty: true },
          )}
        </Section>
        <Section title={t("settings.mail")}>
          <Typography color="text.secondary">{t("settings.mailMeaning")}</Typography>
          {field("mailSenderName", t("settings.mailSenderName"), t("settings.mailSenderNameHelp"), "text", {
            beEmpty: true,
          })}
          {field("mailColour", t("settings.mailColour"), t("settings.mailColourHelp"), "color")}
          {field("mailAccentColour", t("settings.mailAccentColour"), t("settings.mailAccentColourHelp"), "color")}
          {field("mailSignOff", t("settings.mailSignOff"), t("settings.mailSignOffHelp"), "text", { beEmpty: true })}
          {field("mailFooter", t("settings.mailFooter"), t("settings.mailFooterHelp"), "text", {
            beEmpty: true,
            haveLines: true,
          })}
          <MailPreview values={mailSettings} />
        </Section>
        <Section title={t("settings.keeping")}>
          {field("retentionYears", t("settings.keepYears"), t("settings.keepYearsHelp"), "number")}
        </Section>
        <Section title={t("settings.twoPersons")}>
          <TextField
            select
            fullWidth
            margin="normal"
            label={t("settings.twoPersonsLabel")}
            helperText={problemOf("twoPersons")?.message ?? t("settings.twoPersonsHelp")}
            error={Boolean(problemOf("twoPersons"))}
            value={values.twoPersons ? "yes" : "no"}
            onChange={({ target }) => setValues({ ...values, twoPersons: target.value === "yes" })}
          >
            {(["yes", "no"] as const).map((choice) => (
              <MenuItem key={choice} value={choice}>
                {t(`word.${choice}`)}
              </MenuItem>
            ))}
          </TextField>
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
        </Section>
        {mayChange && (
          <Button type="submit" variant="contained" disabled={update.busy} sx={{ mb: 3 }}>
            {t("settings.save")}
          </Button>
        )}
      </form>
    </>
  );
};
