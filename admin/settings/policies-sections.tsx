import { Box, Button, Chip, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { minutesOf } from "../programs/type-minutes.ts";
import { formatDay } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { CreditRuleDialog } from "./credit-rule-dialog.tsx";
import { ProgramTypeDialog } from "./program-type-dialog.tsx";
import { type CreditRuleRow, type ProgramTypeRow, policiesQuery } from "./settings.data.ts";

/** What is data and not one setting: types of programs, and credit rules with their dates. */
export const PoliciesSections = () => {
  const { data, error } = useAsk(policiesQuery, {});
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  return (
    <>
      <ProgramTypes types={data.programTypeRows} />
      <CreditRules rules={data.creditRuleRows} />
    </>
  );
};

const Grid = ({ label, headings, children }: { label: string; headings: string[]; children: ReactNode }) => {
  const t = useTranslate();
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t(label)}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {headings.map((heading) => (
              <TableCell key={heading}>{t(heading)}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Box>
  );
};

const ProgramTypes = ({ types }: { types: ProgramTypeRow[] }) => {
  const t = useTranslate();
  const [editing, setEditing] = useState<ProgramTypeRow | "new" | null>(null);
  return (
    <Section
      title="Types of programs"
      actions={
        <Button variant="outlined" size="small" onClick={() => setEditing("new")}>
          {t("Add a type …")}
        </Button>
      }
    >
      <Grid label="Types of programs" headings={["Place", "Name", "Minutes", "State", "Actions"]}>
        {types.map((type) => (
          <TableRow key={type.id}>
            <TableCell>{type.position}</TableCell>
            <TableCell>{type.name}</TableCell>
            <TableCell sx={{ whiteSpace: "nowrap" }}>{minutesOf(type, t)}</TableCell>
            <TableCell>
              <Chip size="small" variant="outlined" label={t(type.active ? "offered" : "no longer offered")} />
            </TableCell>
            <TableCell>
              <Button size="small" aria-label={t("Edit %{name}", { name: type.name })} onClick={() => setEditing(type)}>
                {t("Edit …")}
              </Button>
            </TableCell>
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
  const t = useTranslate();
  const [from, setFrom] = useState<CreditRuleRow | "new" | null>(null);
  const rounding = { HALF_UP: "nearest", DOWN: "down" };
  return (
    <Section
      title="Credit rules"
      actions={
        <Button variant="outlined" size="small" onClick={() => setFrom("new")}>
          {t("Add a rule …")}
        </Button>
      }
    >
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {t("What was in force is never changed: a change is a new row that begins on a day to come.")}
      </Typography>
      <Grid label="Credit rules" headings={["In force from", "Rule", "Arithmetic", "At least", "Actions"]}>
        {rules.map((rule) => (
          <TableRow key={rule.id}>
            <TableCell sx={{ whiteSpace: "nowrap" }}>
              {rule.startsOn === "1970-01-01" ? t("the beginning") : formatDay(rule.startsOn)}
            </TableCell>
            <TableCell>{rule.name}</TableCell>
            <TableCell>
              {t("%{minutes} min. = 1 %{unit}, in steps of %{step}, %{rounding}", {
                minutes: rule.minutesPerUnit,
                unit: rule.unit,
                step: rule.step,
                rounding: t(rounding[rule.rounding]),
              })}
            </TableCell>
            <TableCell sx={{ whiteSpace: "nowrap" }}>{atLeast(rule, t)}</TableCell>
            <TableCell>
              <Button
                size="small"
                sx={{ whiteSpace: "nowrap" }}
                aria-label={t("Change %{name} from a day on", { name: rule.name })}
                onClick={() => setFrom(rule)}
              >
                {t("Change …")}
              </Button>
            </TableCell>
          </TableRow>
        ))}
      </Grid>
      {from && <CreditRuleDialog from={from === "new" ? null : from} onClose={() => setFrom(null)} />}
    </Section>
  );
};

const atLeast = (
  { minimumMinutes, minimumCredits, firstUnitWhole, unit }: CreditRuleRow,
  t: (key: string, values?: object) => string,
): string =>
  [
    minimumMinutes > 0 && t("%{minutes} min.", { minutes: minimumMinutes }),
    minimumCredits !== "0.00" && `${minimumCredits} ${unit}`,
    firstUnitWhole && `1 ${unit}`,
  ]
    .filter(Boolean)
    .join(", ");
