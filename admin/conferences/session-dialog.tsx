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
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { CreditExplanations } from "../ui/credit-explanations.tsx";
import { RefusalAlert } from "../ui/refusal-alert.tsx";
import { clockOf, instantOf, minutesBetween } from "../ui/zone-time.ts";
import {
  type ConferenceOfSessions,
  createSession,
  type SessionInput,
  type SessionRow,
  sessionCreditQuery,
  sessionCreditsQuery,
  updateSession,
} from "./conference.data.ts";

interface Props {
  conference: ConferenceOfSessions;
  /** The session to edit; null: a new one. */
  session: SessionRow | null;
  /** Offered where somebody else was faster. */
  onReload(): void;
  onClose(): void;
}

const weekMinutes = 7 * 24 * 60;

/** Everything that can be said of a session by hand. Its times are those of the conference's zone, wherever its reader is. */
export const SessionDialog = ({ conference, session, onReload, onClose }: Props) => {
  const id = useId();
  const signedIn = useSignedIn();
  const { timeZone, creditUnit } = conference;
  const [values, setValues] = useState(() => {
    const form = formOf(session, conference);
    // Staff's reason for credits that they have set is none for what a provider proposes.
    return signedIn?.viewer.isStaff ? form : { ...form, reason: "" };
  });
  const { run, busy, refusal } = useOperation(
    (input: SessionInput, reason: string | null) =>
      session ? updateSession(session, input, reason) : createSession(conference.id, input, reason),
    { done: session ? t("conferences.sessionChanged") : t("conferences.sessionAdded"), quiet: true },
  );
  const set = (changes: Partial<typeof values>) => setValues((before) => ({ ...before, ...changes }));
  const startsAt = instantOf(values.start, timeZone);
  const endsAt = instantOf(values.end, timeZone);
  const minutes = minutesBetween(startsAt, endsAt);
  const sensible = minutes !== null && minutes > 0 && minutes <= weekMinutes;
  const computed = useAsk(sessionCreditsQuery, { id: conference.id, minutes: minutes ?? 0 }, { enabled: sensible });
  const byRule = sensible && computed.data ? computed.data.sessionCredits : null;

  const problemOf = (name: string) =>
    refusal?.problems.find(({ field }) => field === name || field.endsWith(`.${name}`))?.message;
  const shownAtField =
    fieldNames.some(problemOf) || refusal?.problems.some(({ field }) => field.includes("creditKinds."));
  const textField = (
    name: TextName,
    label: string,
    more: { required?: boolean; multiline?: boolean; help?: string },
  ) => {
    const { help, ...props } = more;
    return (
      <TextField
        fullWidth
        margin="none"
        label={label}
        value={values[name]}
        onChange={(event) => set({ [name]: event.target.value })}
        error={Boolean(problemOf(name))}
        helperText={problemOf(name) ?? (help && help)}
        {...(props.multiline && { minRows: 2 })}
        {...props}
      />
    );
  };
  const timeField = (name: "start" | "end", label: string) => (
    <TextField
      fullWidth
      margin="none"
      required
      type="datetime-local"
      label={t("conferences.timeIn", { label: label, zone: timeZone })}
      value={values[name]}
      onChange={(event) =>
        set({ [name]: event.target.value, ...(name === "start" && movedEnd(values, event.target.value, timeZone)) })
      }
      error={Boolean(problemOf(`${name}sAt`))}
      helperText={problemOf(`${name}sAt`)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
  const flag = (name: "virtual" | "eligible", label: string) => (
    <FormControlLabel
      control={<Switch checked={values[name]} onChange={(_, checked) => set({ [name]: checked })} />}
      label={label}
    />
  );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const input = session ? changesOf(values, formOf(session, conference), timeZone) : wholeOf(values, timeZone);
    if (!signedIn?.viewer.isStaff) delete input.credits;
    if (await run(input, values.reason.trim() || null)) onClose();
  };

  return (
    <Dialog open onClose={busy ? undefined : onClose} fullWidth maxWidth="md" aria-labelledby={id}>
      <Box
        component="form"
        onSubmit={(event: FormEvent) => void submit(event)}
        sx={{ display: "flex", flexDirection: "column", minHeight: 0 }}
      >
        <DialogTitle id={id}>{t(session ? "conferences.editSession" : "conferences.addSession")}</DialogTitle>
        <DialogContent>
          <Typography color="text.secondary" sx={{ mb: 2 }}>
            {t(session ? "conferences.editSessionMeaning" : "conferences.addSessionMeaning")}
          </Typography>
          {refusal && !shownAtField && <RefusalAlert refusal={refusal} onReload={onReload} />}
          <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, gap: 2, pt: 1 }}>
            <Box sx={{ gridColumn: "1 / -1" }}>{textField("title", t("column.title"), { required: true })}</Box>
            <Box sx={{ gridColumn: "1 / -1" }}>{textField("subtitle", t("conferences.subtitle"), {})}</Box>
            {timeField("start", t("column.start"))}
            {timeField("end", t("column.end"))}
            <Box sx={{ gridColumn: "1 / -1" }}>
              {textField("speakers", t("conferences.speakersField"), { multiline: true })}
            </Box>
            {textField("room", t("column.room"), {})}
            {textField("track", t("column.track"), {})}
            <Box sx={{ gridColumn: "1 / -1", display: "flex", gap: 3, flexWrap: "wrap" }}>
              {flag("eligible", t("conferences.eligibleField"))}
              {flag("virtual", t("conferences.virtualField"))}
            </Box>
            {values.virtual && (
              <TextField
                margin="none"
                type="date"
                label={t("conferences.releasedOn")}
                value={values.releasedOn}
                onChange={(event) => set({ releasedOn: event.target.value })}
                error={Boolean(problemOf("releasedOn"))}
                helperText={problemOf("releasedOn") ?? t("conferences.releasedOnHelp")}
                slotProps={{ inputLabel: { shrink: true } }}
              />
            )}
            {textField("registrationTypes", t("conferences.typesField"), {
              help: t("conferences.typesHelp"),
            })}
            <Typography sx={{ gridColumn: "1 / -1" }} role="status">
              {byRule
                ? t("conferences.byRule", {
                    minutes: minutes ?? 0,
                    credits: byRule,
                    unit: creditUnit,
                  })
                : t("conferences.byRuleUnknown")}
            </Typography>
            {session && <ExplainedCredit sessionId={session.id} />}
            {conference.creditKinds.map(({ kind }, at) => (
              <KindField
                key={kind.code}
                kind={kind}
                value={values.kinds[kind.code] ?? null}
                problem={
                  refusal?.problems.find(({ field }) =>
                    field.includes(`creditKinds.${placeOf(values.kinds, conference, at)}.`),
                  )?.message
                }
                onChange={(value) => set({ kinds: { ...values.kinds, [kind.code]: value } })}
              />
            ))}
            {signedIn?.viewer.isStaff &&
              textField("credits", t("conferences.creditsField"), { help: t("conferences.creditsHelp") })}
            {session &&
              signedIn?.viewer.isStaff === false &&
              textField("reason", t("conferences.proposalWhy"), { help: t("conferences.proposalWhyHelp") })}
            {signedIn?.viewer.isStaff &&
              values.credits.trim() !== "" &&
              textField("reason", t("conferences.creditsReason"), {})}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            {t("button.close")}
          </Button>
          <Button type="submit" variant="contained" disabled={busy}>
            {t(session ? "button.save" : "button.add")}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
};

interface KindFieldProps {
  kind: { code: string; name: string; unit: string };
  /** How much the session earns of it; empty: what its minutes earn; null: nothing. */
  value: string | null;
  problem: string | undefined;
  onChange(value: string | null): void;
}

/** Whether a session earns a further kind of credit, and how much. */
const KindField = ({ kind, value, problem, onChange }: KindFieldProps) => (
  <Box sx={{ gridColumn: "1 / -1", display: "flex", gap: 2, flexWrap: "wrap", alignItems: "flex-start" }}>
    <FormControlLabel
      sx={{ minWidth: 240, minHeight: 56 }}
      control={<Switch checked={value !== null} onChange={(_, checked) => onChange(checked ? "" : null)} />}
      label={t("conferences.earnsKind", { kind: kind.name })}
    />
    {value !== null && (
      <TextField
        sx={{ flex: 1, minWidth: 200 }}
        margin="none"
        label={t("conferences.kindCredits", { unit: kind.unit })}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        error={Boolean(problem)}
        helperText={problem ?? t("conferences.kindCreditsHelp")}
      />
    )}
  </Box>
);

/** Where a kind of the conference stands among those that are sent. */
const placeOf = (kinds: Record<string, string | null>, { creditKinds }: Props["conference"], at: number): number =>
  creditKinds.slice(0, at).filter(({ kind }) => kinds[kind.code] != null).length;

const texts = ["title", "subtitle", "speakers", "room", "track", "registrationTypes", "credits", "reason"] as const;
type TextName = (typeof texts)[number];

/** Fields at which a refusal is shown. */
const fieldNames = [...texts, "startsAt", "endsAt", "releasedOn"];

function formOf(session: SessionRow | null, { startsOn, timeZone, creditKinds }: Props["conference"]) {
  return {
    title: session?.title ?? "",
    subtitle: session?.subtitle ?? "",
    start: session ? clockOf(session.startsAt, timeZone) : startsOn ? `${startsOn}T09:00` : "",
    end: session ? clockOf(session.endsAt, timeZone) : startsOn ? `${startsOn}T10:00` : "",
    speakers: session?.speakers.join("\n") ?? "",
    room: session?.room ?? "",
    track: session?.track ?? "",
    virtual: session?.virtual ?? false,
    eligible: session?.eligible ?? true,
    releasedOn: session?.releasedOn ?? "",
    registrationTypes: session?.registrationTypes?.join(", ") ?? "",
    credits: session?.creditsReason == null ? "" : session.credits,
    reason: session?.creditsReason ?? "",
    kinds: Object.fromEntries(
      creditKinds.map(({ kind }) => {
        const earned = session?.creditKinds.find((each) => each.kind.code === kind.code);
        return [kind.code, earned ? (earned.isSet ? earned.credits : "") : null];
      }),
    ) as Record<string, string | null>,
  };
}

/** How the credit that a session has came about: asked for where it is looked at, not for each row of the list. */
const ExplainedCredit = ({ sessionId }: { sessionId: string }) => {
  const { data } = useAsk(sessionCreditQuery, { id: sessionId });
  const explained = data?.node?.__typename === "Session" ? data.node.creditExplanations : [];
  if (explained.length === 0) return null;
  return (
    <Box sx={{ gridColumn: "1 / -1" }}>
      <Typography variant="subtitle2" component="h3">
        {t("credit.explained")}
      </Typography>
      <CreditExplanations explanations={explained} />
    </Box>
  );
};

type Form = ReturnType<typeof formOf>;

/** Whoever moves the start moves the session: its end keeps its distance. */
function movedEnd({ start, end }: Form, next: string, timeZone: string): Partial<Form> {
  const minutes = minutesBetween(instantOf(start, timeZone), instantOf(end, timeZone));
  const moved = instantOf(next, timeZone);
  if (minutes === null || minutes <= 0 || !moved) return {};
  return { end: clockOf(new Date(Date.parse(moved) + minutes * 60_000).toISOString(), timeZone) };
}

const parts = (text: string, separator: RegExp): string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);

/** The whole session as the server takes it. */
function wholeOf(form: Form, timeZone: string): SessionInput {
  const types = parts(form.registrationTypes, /,/);
  return {
    title: form.title,
    subtitle: form.subtitle.trim() || null,
    startsAt: instantOf(form.start, timeZone),
    endsAt: instantOf(form.end, timeZone),
    speakers: parts(form.speakers, /\n/),
    room: form.room.trim() || null,
    track: form.track.trim() || null,
    virtual: form.virtual,
    eligible: form.eligible,
    releasedOn: (form.virtual && form.releasedOn) || null,
    registrationTypes: types.length > 0 ? types : null,
    credits: form.credits.trim() || null,
    creditKinds: Object.entries(form.kinds).flatMap(([kind, credits]) =>
      credits === null ? [] : [{ kind, credits: credits.trim() || null }],
    ),
  };
}

/** Of a session that is there, only what was changed: the rest may have changed on the server, or come from a file. */
function changesOf(form: Form, initial: Form, timeZone: string): SessionInput {
  const before = wholeOf(initial, timeZone);
  const changes = Object.entries(wholeOf(form, timeZone)).filter(
    ([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(before[name as keyof SessionInput]) ||
      // Another reason for the same credits is set with the credits.
      (name === "credits" && value && form.reason !== initial.reason),
  );
  return Object.fromEntries(changes);
}
