import { Box, Link, Typography } from "@mui/material";
import { Title } from "react-admin";
import { languageName, languages } from "../../messages/translate.ts";
import { AuditLog } from "../audit/audit-log.tsx";
import { useAsk } from "../data/use-ask.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { FeePoliciesSection } from "../fees/fee-policies-section.tsx";
import { t } from "../i18n/t.ts";
import { KeysSection } from "../providers/keys-section.tsx";
import { goTo } from "../ui/go-to.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { WebhooksSection } from "../webhooks/webhooks-section.tsx";
import { AppsSection } from "./apps-section.tsx";
import { KitWordsSection } from "./kit-words-section.tsx";
import { LicenceKindsSection } from "./licence-kinds-section.tsx";
import { LogoSection } from "./logo-section.tsx";
import { MailPreview } from "./mail-preview.tsx";
import { MovingInSection } from "./moving-in-section.tsx";
import { PoliciesSections } from "./policies-sections.tsx";
import { RenewalsSection } from "./renewals-section.tsx";
import { RetentionSection } from "./retention-section.tsx";
import { settingsQuery } from "./settings.data.ts";
import { SettingsPart } from "./settings-part.tsx";

/** What the accreditor has set for the whole installation. */
export const SettingsPage = () => {
  const { data, error, refetch } = useAsk(settingsQuery, {});
  const isAdministrator = useHolds("ADMINISTRATOR");
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  const { settingsPage: settings } = data;
  const whole = { settings, reload: () => void refetch() };
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={t("settings.title")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("settings.title")}
      </Typography>
      <Box
        sx={{ display: "grid", gap: 3, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 900px) 13rem" } }}
      >
        <Index isAdministrator={isAdministrator} />
        <Box sx={{ gridColumn: 1, gridRow: { lg: 1 } }}>
          <SettingsPart {...whole} title={t("settings.accreditor")} place="settings-accreditor">
            {({ text, choice, yesOrNo }) => (
              <>
                {text("accreditorName", t("settings.accreditorName"), { help: t("settings.accreditorNameHelp") })}
                {text("timeZone", t("programs.timeZone"), { help: t("settings.zoneHelp") })}
                {languages.length > 1 &&
                  choice(
                    "language",
                    t("settings.language"),
                    languages.map((language) => ({ value: language, label: languageName(language) })),
                    t("settings.languageHelp"),
                  )}
                {text("signatoryName", t("settings.signer"))}
                {text("signatoryTitle", t("settings.signerTitle"))}
                {yesOrNo("printProviderAddress", t("settings.printAddress"), t("settings.printAddressHelp"))}
              </>
            )}
          </SettingsPart>
          <LogoSection settings={settings} />
          <SettingsPart
            {...whole}
            title={t("settings.numbers")}
            place="settings-numbers"
            meaning={t("settings.numbersMeaning")}
          >
            {({ text }) => (
              <>
                {text("programLetter", t("settings.programLetter"), { help: t("settings.oneLetter") })}
                {text("providerPrefix", t("settings.providerPrefix"), { help: t("settings.threeLetters") })}
                {text("certificatePrefix", t("settings.certificatePrefix"), { help: t("settings.threeLetters") })}
              </>
            )}
          </SettingsPart>
          <SettingsPart {...whole} title={t("settings.reports")} place="settings-reports">
            {({ text, choice }) => (
              <>
                {choice(
                  "creditRuleCode",
                  t("settings.defaultRule"),
                  settings.creditRules.map(({ code, name, unit }) => ({ value: code, label: `${name} (${unit})` })),
                )}
                {text("memberIdLabel", t("settings.memberIdLabel"), { help: t("settings.memberIdLabelHelp") })}
                {text("reportingDays", t("settings.reportDays"), {
                  help: t("settings.reportDaysHelp"),
                  type: "number",
                })}
                {text("closingDays", t("settings.closeDays"), { help: t("settings.closeDaysHelp"), type: "number" })}
              </>
            )}
          </SettingsPart>
          <SettingsPart {...whole} title={t("settings.conferences")} place="settings-conferences">
            {({ text, yesOrNo }) => (
              <>
                {text("claimDays", t("settings.claimDays"), { help: t("settings.claimDaysHelp"), type: "number" })}
                {text("claimsFromYear", t("settings.claimYear"), { type: "number" })}
                {text("olderClaimsUrl", t("settings.olderClaimsUrl"), {
                  help: t("settings.olderClaimsUrlHelp"),
                  type: "url",
                  mayBeEmpty: true,
                })}
                {yesOrNo("presentersMayClaim", t("settings.speakersClaim"))}
              </>
            )}
          </SettingsPart>
          <SettingsPart {...whole} title={t("settings.help")} place="settings-help" meaning={t("settings.helpMeaning")}>
            {({ text }) => (
              <>
                {text("helpAddress", t("settings.helpAddress"), {
                  help: t("settings.helpAddressHelp"),
                  type: "email",
                  mayBeEmpty: true,
                })}
                {text("reportingHelpAddress", t("settings.reportingHelpAddress"), {
                  help: t("settings.reportingHelpAddressHelp"),
                  type: "email",
                  mayBeEmpty: true,
                })}
              </>
            )}
          </SettingsPart>
          <SettingsPart {...whole} title={t("settings.mail")} place="settings-mail" meaning={t("settings.mailMeaning")}>
            {({ values, text }) => (
              <>
                {text("mailSenderName", t("settings.mailSenderName"), {
                  help: t("settings.mailSenderNameHelp"),
                  mayBeEmpty: true,
                })}
                {text("mailColour", t("settings.mailColour"), { help: t("settings.mailColourHelp"), type: "color" })}
                {text("mailAccentColour", t("settings.mailAccentColour"), {
                  help: t("settings.mailAccentColourHelp"),
                  type: "color",
                })}
                {text("mailSignOff", t("settings.mailSignOff"), {
                  help: t("settings.mailSignOffHelp"),
                  mayBeEmpty: true,
                })}
                {text("mailFooter", t("settings.mailFooter"), {
                  help: t("settings.mailFooterHelp"),
                  mayBeEmpty: true,
                  hasLines: true,
                })}
                <MailPreview
                  values={{
                    accreditorName: values.accreditorName,
                    mailSenderName: values.mailSenderName,
                    mailColour: values.mailColour,
                    mailAccentColour: values.mailAccentColour,
                    mailSignOff: values.mailSignOff,
                    mailFooter: values.mailFooter,
                    helpAddress: values.helpAddress,
                    reportingHelpAddress: values.reportingHelpAddress,
                  }}
                />
              </>
            )}
          </SettingsPart>
          <SettingsPart {...whole} title={t("settings.keeping")} place="settings-keeping">
            {({ text }) =>
              text("retentionYears", t("settings.keepYears"), { help: t("settings.keepYearsHelp"), type: "number" })
            }
          </SettingsPart>
          <RetentionSection />
          <SettingsPart {...whole} title={t("settings.twoPersons")} place="settings-two-persons">
            {({ yesOrNo }) => yesOrNo("twoPersons", t("settings.twoPersonsLabel"), t("settings.twoPersonsHelp"))}
          </SettingsPart>
          <PoliciesSections />
          <LicenceKindsSection />
          <RenewalsSection />
          <KitWordsSection />
          <FeePoliciesSection />
          <WebhooksSection providerId={null} mayMake={isAdministrator} />
          {isAdministrator && <KeysSection provider={null} />}
          {isAdministrator && <AppsSection />}
          {isAdministrator && <MovingInSection />}
          <AuditLog subjectId={settings.subjectId} />
        </Box>
      </Box>
    </Box>
  );
};

/** Leads to each part: beside them where there is room, else before them. */
const Index = ({ isAdministrator }: { isAdministrator: boolean }) => {
  const parts = [
    [t("settings.accreditor"), "settings-accreditor"],
    [t("settings.logo"), "settings-logo"],
    [t("settings.numbers"), "settings-numbers"],
    [t("settings.reports"), "settings-reports"],
    [t("settings.conferences"), "settings-conferences"],
    [t("settings.help"), "settings-help"],
    [t("settings.mail"), "settings-mail"],
    [t("settings.keeping"), "settings-keeping"],
    [t("settings.forecast"), "settings-forecast"],
    [t("settings.twoPersons"), "settings-two-persons"],
    [t("settings.types"), "settings-types"],
    [t("settings.rules"), "settings-rules"],
    [t("settings.kinds"), "settings-kinds"],
    [t("settings.dated"), "settings-dated"],
    [t("licences.kinds"), "settings-licences"],
    [t("renewals.title"), "settings-renewals"],
    [t("kitWords.title"), "settings-kit"],
    [t("fees.policies"), "settings-fees"],
    [t("webhooks.title"), "webhooks"],
    ...(isAdministrator
      ? ([
          [t("keys.title"), "settings-keys"],
          [t("apps.title"), "settings-apps"],
          [t("moving.title"), "settings-moving"],
        ] as const)
      : []),
  ] as const;
  return (
    <Box
      component="nav"
      aria-label={t("settings.parts")}
      sx={{
        gridColumn: { lg: 2 },
        alignSelf: "start",
        position: { lg: "sticky" },
        top: { lg: 72 },
        display: "flex",
        flexDirection: { xs: "row", lg: "column" },
        flexWrap: { xs: "wrap", lg: "nowrap" },
        columnGap: 2,
      }}
    >
      {parts.map(([title, place]) => (
        <Link
          key={place}
          href={`#${place}`}
          variant="body2"
          sx={{ py: 0.5 }}
          onClick={(event) => {
            event.preventDefault();
            goTo(place, "start");
          }}
        >
          {title}
        </Link>
      ))}
    </Box>
  );
};
