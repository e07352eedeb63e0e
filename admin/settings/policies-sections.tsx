import { Box, Button, Chip, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { TypeEvaluationsSection } from "../evaluations/type-evaluations-section.tsx";
import { t } from "../i18n/t.ts";
import { minutesOf } from "../programs/type-minutes.ts";
import { formatDay } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { CreditKindDialog } from "./credit-kind-dialog.tsx";
import { CreditRuleDialog } from "./credit-rule-dialog.tsx";
import { ProgramTypeDialog } from "./program-type-dialog.tsx";
import { RuleTrialDialog } from "./rule-trial-dialog.tsx";
import {
  type CreditKindRow,
  type CreditRuleRow,
  type PolicyRow,
  type ProgramTypeRow,
  policiesQuery,
} from "./settings.data.ts";

/** What is data and not one setting: types of programs, credit rules with their dates, and kinds of credit. */
export const PoliciesSections = () => {
  const { data, error } = useAsk(policiesQuery, {});
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  return (
    <>
      <ProgramTypes types={data.programTypeRows} />
      <TypeEvaluationsSection />
      <CreditRules rules={data.creditRuleRows} />
      <CreditKinds kinds={data.creditKinds} rules={data.creditRuleRows} />
      <DatedPolicies rows={data.policyRows} />
    </>
  );
};

const Grid = ({ label, headings, children }: { label: string; headings: string[]; children: ReactNode }) => {
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={label}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {headings.map((heading) => (
              <TableCell key={heading}>{heading}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Box>
  );
};

const policyValue = (name: PolicyRow["name"], value: number) => {
  if (name === "PROVIDER_ADDRESS") return t(value === 0 ? "word.no" : "word.yes");
  return value === 0 ? t("settings.forEver") : value;
};

/** What held when: each number that was set, the latest first. */
const DatedPolicies = ({ rows }: { rows: PolicyRow[] }) => (
  <Section title={t("settings.dated")} place="settings-dated">
    <Typography color="text.secondary">{t("settings.datedMeaning")}</Typography>
    <Grid label={t("settings.dated")} headings={[t("settings.policy"), t("settings.from"), t("settings.value")]}>
      {rows.map(({ name, startsOn, value }) => (
        <TableRow key={`${name} ${startsOn}`}>
          <TableCell>{t(`policy.${name}`)}</TableCell>
          <TableCell>{startsOn < "0002" ? t("settings.sinceEver") : formatDay(startsOn)}</TableCell>
          <TableCell>{policyValue(name, value)}</TableCell>
        </TableRow>
      ))}
    </Grid>
  </Section>
);

const ProgramTypes = ({ types }: { types: ProgramTypeRow[] }) => {
  const [editing, setEditing] = useState<ProgramTypeRow | "new" | null>(null);
  const mayChange = useHolds("ADMINISTRATOR");
  return (
    <Section
      title={t("settings.types")}
      place="settings-types"
      actions={
        mayChange && (
          <Button variant="outlined" size="small" onClick={() => setEditing("new")}>
            {t("settings.addTypeOpen")}
          </Button>
        )
      }
    >
      <Grid
        label={t("settings.types")}
        headings={[
          t("settings.position"),
          t("column.name"),
          t("column.minutes"),
          t("column.state"),
          ...(mayChange ? [t("column.actions")] : []),
        ]}
      >
        {types.map((type) => (
          <TableRow key={type.id}>
            <TableCell>{type.position}</TableCell>
            <TableCell>{type.name}</TableCell>
            <TableCell sx={{ whiteSpace: "nowrap" }}>{minutesOf(type)}</TableCell>
            <TableCell>
              <Chip
                size="small"
                variant="outlined"
                label={t(type.active ? "settings.offered" : "settings.notOffered")}
              />
            </TableCell>
            {mayChange && (
              <TableCell>
                <Button
                  size="small"
                  aria-label={t("list.editNamed", { name: type.name })}
                  onClick={() => setEditing(type)}
                >
                  {t("list.edit")}
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </Grid>
      {editing && (
        <ProgramTypeDialog
          key={editing === "new" ? "new" : `${editing.id} ${editing.version}`}
          type={editing === "new" ? null : editing}
          nextPosition={Math.max(0, ...types.map((type) => type.position)) + 1}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  );
};

const CreditRules = ({ rules }: { rules: CreditRuleRow[] }) => {
  const [from, setFrom] = useState<CreditRuleRow | "new" | null>(null);
  const [tried, setTried] = useState<CreditRuleRow | null>(null);
  const mayChange = useHolds("ADMINISTRATOR");
  return (
    <Section
      title={t("settings.rules")}
      place="settings-rules"
      actions={
        mayChange && (
          <Button variant="outlined" size="small" onClick={() => setFrom("new")}>
            {t("settings.addRuleOpen")}
          </Button>
        )
      }
    >
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {t("settings.rulesMeaning")}
      </Typography>
      <Grid
        label={t("settings.rules")}
        headings={[
          t("settings.inForceFrom"),
          t("settings.rule"),
          t("settings.arithmetic"),
          t("settings.atLeast"),
          ...(mayChange ? [t("column.actions")] : []),
        ]}
      >
        {rules.map((rule) => (
          <TableRow key={rule.id}>
            <TableCell sx={{ whiteSpace: "nowrap" }}>
              {rule.startsOn === "1970-01-01" ? t("settings.theBeginning") : formatDay(rule.startsOn)}
            </TableCell>
            <TableCell>{rule.name}</TableCell>
            <TableCell>
              {t("settings.ruleArithmetic", {
                minutes: rule.minutesPerUnit,
                unit: rule.unit,
                step: rule.step,
                rounding: rule.rounding,
              })}
            </TableCell>
            <TableCell sx={{ whiteSpace: "nowrap" }}>{atLeast(rule, t)}</TableCell>
            {mayChange && (
              <TableCell>
                <Button
                  size="small"
                  sx={{ whiteSpace: "nowrap" }}
                  aria-label={t("settings.changeNamed", { name: rule.name })}
                  onClick={() => setFrom(rule)}
                >
                  {t("settings.change")}
                </Button>
                <Button
                  size="small"
                  sx={{ whiteSpace: "nowrap" }}
                  aria-label={t("settings.tryNamed", { name: rule.name })}
                  onClick={() => setTried(rule)}
                >
                  {t("settings.tryOnHistory")}
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </Grid>
      {tried && <RuleTrialDialog from={tried} onClose={() => setTried(null)} />}
      {from && <CreditRuleDialog from={from === "new" ? null : from} onClose={() => setFrom(null)} />}
    </Section>
  );
};

const CreditKinds = ({ kinds, rules }: { kinds: CreditKindRow[]; rules: CreditRuleRow[] }) => {
  const [editing, setEditing] = useState<CreditKindRow | "new" | null>(null);
  const ruleName = (code: string | null) =>
    rules.find((rule) => rule.code === code)?.name ?? t("settings.kindByProgram");
  return (
    <Section
      title={t("settings.kinds")}
      place="settings-kinds"
      actions={
        <Button variant="outlined" size="small" onClick={() => setEditing("new")}>
          {t("settings.addKindOpen")}
        </Button>
      }
    >
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {t("settings.kindsMeaning")}
      </Typography>
      <Grid
        label={t("settings.kinds")}
        headings={[
          t("settings.code"),
          t("column.name"),
          t("settings.rule"),
          t("settings.approvingBody"),
          t("settings.kindDays"),
          t("column.actions"),
        ]}
      >
        {kinds.map((kind) => (
          <TableRow key={kind.id}>
            <TableCell>{kind.code}</TableCell>
            <TableCell>
              {kind.name}
              {kind.partOf && (
                <Typography variant="body2" color="text.secondary">
                  {t("settings.partOfNamed", { name: kind.partOf.name })}
                </Typography>
              )}
              {kind.professions.length > 0 && (
                <Typography variant="body2" color="text.secondary">
                  {t("settings.onlyFor", { professions: kind.professions.join(", ") })}
                </Typography>
              )}
            </TableCell>
            <TableCell>{ruleName(kind.ruleCode)}</TableCell>
            <TableCell>{kind.approvingBody}</TableCell>
            <TableCell sx={{ whiteSpace: "nowrap" }}>
              {kind.startsOn === "1970-01-01" && !kind.endsOn
                ? t("settings.theBeginning")
                : [formatDay(kind.startsOn), kind.endsOn && formatDay(kind.endsOn)].filter(Boolean).join(" – ")}
            </TableCell>
            <TableCell>
              {!kind.isDefault && (
                <Button
                  size="small"
                  aria-label={t("list.editNamed", { name: kind.name })}
                  onClick={() => setEditing(kind)}
                >
                  {t("list.edit")}
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </Grid>
      {editing && (
        <CreditKindDialog
          key={editing === "new" ? "new" : `${editing.id} ${editing.version}`}
          kind={editing === "new" ? null : editing}
          kinds={kinds}
          rules={rules}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  );
};

const atLeast = (
  { minimumMinutes, minimumCredits, firstUnitWhole, unit }: CreditRuleRow,
  t: (key: string, values?: object) => string,
): string =>
  [
    minimumMinutes > 0 && t("settings.min", { minutes: minimumMinutes }),
    minimumCredits !== "0.00" && `${minimumCredits} ${unit}`,
    firstUnitWhole && `1 ${unit}`,
  ]
    .filter(Boolean)
    .join(", ");
