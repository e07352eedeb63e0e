import { Alert, Autocomplete, Box, Button, TextField, Typography } from "@mui/material";
import { keepPreviousData } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Title, useDebouncedEvent } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatDays } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { approvedKindsQuery, enterAttendance, memberByNumber, reportableQuery } from "./attendance.data.ts";

const empty = { memberNumber: "", firstName: "", lastName: "" };

/** A program's number begins with a letter and two digits, a name hardly ever does. */
const searchFor = (text: string) => (/^\p{L}\d/u.test(text) ? { number: text } : { name: text || null });

/** Enter Attendance: one record at a time, by the rules of a roster's row. */
export const EnterAttendancePage = () => {
  const [search, setSearch] = useState("");
  const searchSoon = useDebouncedEvent(setSearch, 300);
  const { data } = useAsk(reportableQuery, searchFor(search), { placeholderData: keepPreviousData });
  const [program, setProgram] = useState({ programNumber: "", completionDate: "", credits: "" });
  // What is said of further kinds of credit, by their codes: nothing, as long as nobody has typed there.
  const [kinds, setKinds] = useState<Record<string, string>>({});
  const number = program.programNumber.toUpperCase();
  const { data: found } = useAsk(approvedKindsQuery, { number }, { enabled: searchFor(number).number !== undefined });
  const approvedKinds = (found?.programs.nodes ?? [])
    .filter((each) => each.number === number)
    .flatMap(({ creditKinds }) => creditKinds.filter(({ credits }) => Number(credits) > 0));
  const given = approvedKinds.flatMap(({ kind: { code: kind } }) => {
    const credits = kinds[kind]?.trim();
    return credits ? [{ kind, credits }] : [];
  });
  const [person, setPerson] = useState(empty);
  const [receipt, setReceipt] = useState<string | null>(null);
  const [warnings, setWarnings] = useState<{ message: string }[]>([]);
  const enter = useOperation(enterAttendance, { quiet: true });
  const lookUp = useOperation(memberByNumber);
  const label = useMemberIdLabel();
  const programs = data?.programs.nodes ?? [];

  const problemOf = (field: string) => enter.refusal?.problems.find((problem) => problem.field === field);
  const fieldOf = (kind: string) => `creditKinds.${given.findIndex((each) => each.kind === kind)}.credits`;
  const shownAtField = [
    ...["programNumber", "memberNumber", "firstName", "lastName", "completionDate", "credits"],
    ...given.map(({ kind }) => fieldOf(kind)),
  ].some(problemOf);
  const errorOf = (field: string) => ({ error: Boolean(problemOf(field)), helperText: problemOf(field)?.message });
  const choose = (chosen: (typeof programs)[number]) =>
    setProgram({
      programNumber: chosen.number ?? "",
      completionDate: chosen.endsOn ?? "",
      credits: chosen.credits ?? "",
    });
  const find = async () => {
    const member = await lookUp.run(person.memberNumber.trim());
    if (member) setPerson({ ...person, firstName: member.firstName, lastName: member.lastName });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setReceipt(null);
    setWarnings([]);
    const record = await enter.run({ ...program, ...person, creditKinds: given });
    if (!record) return;
    setReceipt(
      t("attendance.entered", {
        name: record.member.name,
        credits: record.credits,
        program: record.program.number ?? "",
      }),
    );
    setWarnings(record.warnings);
    setPerson(empty);
  };

  return (
    <Box sx={{ mt: 2, maxWidth: 760 }}>
      <Title title={t("attendance.enter")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("attendance.enter")}
      </Typography>
      {data && programs.length === 0 && search === "" && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {t("attendance.nothingAwaited")}
        </Alert>
      )}
      <form onSubmit={(event) => void submit(event)}>
        <Section title={t("attendance.whatAttended")}>
          <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "2fr minmax(230px, 1fr) 1fr" }, gap: 2 }}>
            <Autocomplete
              freeSolo
              forcePopupIcon
              options={programs}
              // The server has found them.
              filterOptions={(found) => found}
              getOptionKey={(each) => (typeof each === "string" ? each : each.id)}
              getOptionLabel={(each) =>
                typeof each === "string"
                  ? each
                  : `${each.number} ${each.name}, ${formatDays(each.startsOn, each.endsOn)}`
              }
              onInputChange={(_, text, cause) => {
                if (cause !== "input" && cause !== "clear") return;
                // Any program's number can be typed: staff may have extended the deadline of one that is completed.
                setProgram({ ...program, programNumber: text.trim() });
                void searchSoon(text.trim());
              }}
              onChange={(_, chosen) => chosen && typeof chosen !== "string" && choose(chosen)}
              renderInput={(field) => (
                <TextField {...field} required label={t("attendance.programIdOrName")} {...errorOf("programNumber")} />
              )}
            />
            <TextField
              required
              type="date"
              label={t("attendance.completionDate")}
              value={program.completionDate}
              onChange={(event) => setProgram({ ...program, completionDate: event.target.value })}
              slotProps={{ inputLabel: { shrink: true } }}
              {...errorOf("completionDate")}
            />
            <TextField
              required
              label={t("attendance.cecs")}
              value={program.credits}
              onChange={(event) => setProgram({ ...program, credits: event.target.value })}
              {...errorOf("credits")}
            />
          </Box>
          {approvedKinds.length > 0 && (
            <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr 1fr" }, gap: 2, mt: 2 }}>
              {approvedKinds.map(({ kind: { code, name, unit }, credits }) => {
                const problem = problemOf(fieldOf(code));
                return (
                  <TextField
                    key={code}
                    label={name}
                    value={kinds[code] ?? ""}
                    onChange={(event) => setKinds({ ...kinds, [code]: event.target.value })}
                    error={Boolean(problem)}
                    helperText={problem?.message ?? t("attendance.ofKindAtMost", { credits: credits ?? "0.00", unit })}
                  />
                );
              })}
            </Box>
          )}
        </Section>
        <Section
          title={t("attendance.whoAttended")}
          actions={
            <Button component={Link} to="/members" size="small">
              {t("members.title")}
            </Button>
          }
        >
          <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr 1fr" }, gap: 2 }}>
            <TextField
              required
              label={label}
              value={person.memberNumber}
              onChange={(event) => setPerson({ ...person, memberNumber: event.target.value })}
              {...errorOf("memberNumber")}
            />
            <TextField
              label={t("column.firstName")}
              value={person.firstName}
              onChange={(event) => setPerson({ ...person, firstName: event.target.value })}
              {...errorOf("firstName")}
            />
            <TextField
              label={t("column.lastName")}
              value={person.lastName}
              onChange={(event) => setPerson({ ...person, lastName: event.target.value })}
              {...errorOf("lastName")}
            />
          </Box>
          <Button
            sx={{ mt: 1 }}
            disabled={lookUp.busy || person.memberNumber.trim().length < 2}
            onClick={() => void find()}
          >
            {t("attendance.lookUp")}
          </Button>
        </Section>
        {enter.refusal && !shownAtField && (
          <Alert severity="error" sx={{ mb: 2 }}>
            {enter.refusal.message}
          </Alert>
        )}
        {receipt && (
          <Alert severity="success" role="status" sx={{ mb: 2 }}>
            {receipt}
          </Alert>
        )}
        {warnings.map(({ message }) => (
          <Alert key={message} severity="warning" role="status" sx={{ mb: 2 }}>
            {message}
          </Alert>
        ))}
        <Button type="submit" variant="contained" disabled={enter.busy}>
          {t("attendance.record")}
        </Button>
      </form>
    </Box>
  );
};
