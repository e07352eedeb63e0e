import { Box } from "@mui/material";
import { Fragment, type ReactNode } from "react";
import { BooleanInput, NumberInput, SelectInput, TextInput } from "react-admin";
import type { SignedIn } from "../data/viewer.ts";
import { type PlainKey, t } from "../i18n/t.ts";
import { formatDays } from "../ui/dates.ts";
import { type ApplicationStep, applicationSteps } from "./application-steps.ts";
import { FieldComments } from "./field-comments.tsx";
import { FurtherKindsInput, FurtherKindsLine } from "./further-kinds-input.tsx";
import { OfferingsInput } from "./offerings-input.tsx";
import type { ApplicationOfProgram, ProgramInput, ProgramPage } from "./program.data.ts";
import { SpeakersInput } from "./speakers-input.tsx";
import { TypeInput, TypeName } from "./type-input.tsx";

/** An application as its form holds it. */
export interface ApplicationValues extends Omit<ProgramInput, "minutes"> {
  minutes?: number | string | null;
}

type FieldName = keyof ProgramInput;

interface InputProps {
  signedIn: SignedIn;
  /** Whether it is begun: a program stays with its provider. */
  begun: boolean;
}

interface ApplicationField<K extends FieldName> {
  /** The step that asks for it. */
  step: ApplicationStep;
  input: (props: InputProps) => ReactNode;
  /** What the form begins with. */
  read: (program: ApplicationOfProgram) => Required<ApplicationValues>[K];
  /** What is sent of what the form holds: rows that nobody filled in are left out. */
  sent: (held: ApplicationValues[K]) => Required<ProgramInput>[K];
  /** Its line before the application is handed in; null where another field's line has it, or the list of providers. */
  line: [label: PlainKey, value: (values: ApplicationValues) => ReactNode] | null;
  /** The same on the program's page; null where that has another place for it. */
  onPage: ((program: ProgramPage) => ReactNode) | null;
}

const sideBySide = { flex: "1 1 200px", width: "auto" };
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const trimmed = (value: unknown): string => text(value).trim();
const missing = () => t("programs.missing");
const contact = (of: { contactName?: string | null; contactEmail?: string | null }) =>
  [of.contactName, of.contactEmail].filter(Boolean).join(", ");
const yesOrNo = (yes: boolean | null | undefined) => t(yes ? "word.yes" : "word.no");
const askedFor = (asked: boolean | null | undefined) => t(asked ? "programs.askedFor" : "programs.notAskedFor");

/** Every field of the application, in the order of its form: its input, its way to the server and back, and its line on pages. */
const applicationFields: { [K in FieldName]-?: ApplicationField<K> } = {
  providerId: {
    step: "programs.stepAbout",
    input: ({ signedIn, begun }) => (
      <SelectInput
        source="providerId"
        label={t("column.educationalProvider")}
        choices={signedIn.viewer.providers}
        optionText={(p) => `${p.name} [${p.number}]`}
        disabled={begun}
        isRequired
        fullWidth
      />
    ),
    read: ({ provider }) => provider.id,
    sent: (id) => id,
    line: null,
    onPage: null,
  },
  typeId: {
    step: "programs.stepAbout",
    input: () => <TypeInput />,
    read: ({ type }) => type.id,
    sent: (id) => id,
    line: ["programs.type", ({ typeId }) => <TypeName id={typeId} />],
    onPage: null,
  },
  name: {
    step: "programs.stepAbout",
    input: () => (
      <TextInput
        source="name"
        label={t("column.programName")}
        isRequired
        fullWidth
        helperText={t("programs.nameHelp")}
      />
    ),
    read: ({ name }) => name,
    sent: text,
    line: ["column.programName", ({ name }) => name || missing()],
    onPage: null,
  },
  jointProviders: {
    step: "programs.stepAbout",
    input: () => (
      <TextInput
        source="jointProviders"
        label={t("field.jointProviders")}
        multiline
        fullWidth
        format={(lines: string[] | null) => (lines ?? []).join("\n")}
        parse={(lines: string) => lines.split("\n")}
        helperText={t("programs.jointProvidersHelp")}
      />
    ),
    read: ({ jointProviders }) => jointProviders,
    sent: (lines) => (lines ?? []).filter((line) => line.trim() !== ""),
    line: ["field.jointProviders", ({ jointProviders }) => jointProviders?.filter((each) => each.trim()).join("\n")],
    onPage: ({ jointProviderNames }) => jointProviderNames.join("\n"),
  },
  description: {
    step: "programs.stepAbout",
    input: () => (
      <TextInput
        source="description"
        label={t("programs.description")}
        multiline
        minRows={4}
        fullWidth
        helperText={t("programs.descriptionHelp")}
      />
    ),
    read: ({ description }) => description,
    sent: text,
    line: ["programs.description", ({ description }) => description || missing()],
    onPage: ({ description }) => description,
  },
  objectives: {
    step: "programs.stepContent",
    input: () => (
      <TextInput
        source="objectives"
        label={t("programs.objectives")}
        multiline
        minRows={4}
        fullWidth
        format={(lines: string[] | null) => (lines ?? []).join("\n")}
        parse={(lines: string) => lines.split("\n")}
        helperText={t("programs.objectivesHelp")}
      />
    ),
    read: ({ objectives }) => objectives,
    sent: (lines) => (lines ?? []).filter((line) => line.trim() !== ""),
    line: ["programs.objectives", ({ objectives }) => objectives?.filter((o) => o.trim()).join("\n") || missing()],
    onPage: null,
  },
  minutes: {
    step: "programs.stepContent",
    input: () => (
      <NumberInput
        source="minutes"
        label={t("programs.minutes")}
        min={1}
        step={1}
        helperText={t("programs.minutesHelp")}
        sx={sideBySide}
      />
    ),
    read: ({ minutes }) => minutes,
    sent: (held) => (held === "" || held === null || held === undefined ? null : Number(held)),
    line: ["programs.minutes", ({ minutes }) => minutes || missing()],
    onPage: null,
  },
  requestedCredits: {
    step: "programs.stepContent",
    input: () => (
      <TextInput
        source="requestedCredits"
        label={t("programs.requestedCredits")}
        helperText={t("programs.requestedCreditsHelp")}
        sx={sideBySide}
      />
    ),
    read: ({ requestedCredits }) => (requestedCredits === "0.00" ? "" : requestedCredits),
    sent: (credits) => trimmed(credits) || null,
    line: ["programs.requestedCredits", ({ requestedCredits }) => requestedCredits || missing()],
    onPage: null,
  },
  creditKinds: {
    step: "programs.stepContent",
    input: () => <FurtherKindsInput />,
    read: ({ creditKinds }) =>
      creditKinds.map(({ kind, requestedCredits }) => ({ kind: kind.code, credits: requestedCredits })),
    sent: (kinds) =>
      (kinds ?? [])
        .filter((each) => trimmed(each?.kind))
        .map(({ kind, credits }) => ({ kind, credits: trimmed(credits) || "0" })),
    line: [
      "programs.furtherKinds",
      ({ creditKinds }) => creditKinds?.some((each) => each?.kind) && <FurtherKindsLine kinds={creditKinds} />,
    ],
    onPage: null,
  },
  speakers: {
    step: "programs.stepContent",
    input: () => <SpeakersInput />,
    read: ({ speakers }) => speakers.map(({ name, credentials }) => ({ name, credentials })),
    sent: (speakers) =>
      (speakers ?? [])
        .filter((speaker) => trimmed(speaker?.name) || trimmed(speaker?.credentials))
        .map((speaker) => ({ name: text(speaker.name), credentials: text(speaker.credentials) })),
    line: [
      "column.speakers",
      ({ speakers }) =>
        speakers?.map((s) => [s?.name, s?.credentials].filter(Boolean).join(", ")).join("\n") || missing(),
    ],
    onPage: null,
  },
  offerings: {
    step: "programs.offerings",
    input: ({ signedIn }) => <OfferingsInput timeZone={signedIn.settings.timeZone} />,
    read: ({ offerings }) =>
      offerings.map(({ id, startsOn, endsOn, timeZone, format, place, url }) => ({
        id,
        startsOn,
        endsOn,
        timeZone,
        format,
        place,
        url,
      })),
    sent: (offerings) =>
      (offerings ?? [])
        .filter((offering) => offering?.startsOn)
        .map((offering) => ({
          ...(offering.id ? { id: offering.id } : {}),
          startsOn: offering.startsOn,
          endsOn: offering.endsOn || offering.startsOn,
          timeZone: offering.timeZone,
          format: offering.format,
          place: text(offering.place),
          url: text(offering.url),
        })),
    line: [
      "programs.offerings",
      ({ offerings }) =>
        offerings
          ?.map((o) => [formatDays(o.startsOn, o.endsOn), o.place, o.url].filter(Boolean).join(", "))
          .join("\n") || missing(),
    ],
    onPage: null,
  },
  contactName: {
    step: "programs.stepContact",
    input: () => (
      <TextInput source="contactName" label={t("programs.contact")} fullWidth helperText={t("programs.contactHelp")} />
    ),
    read: ({ contactName }) => contactName,
    sent: text,
    line: ["programs.contact", (values) => contact(values) || missing()],
    onPage: contact,
  },
  contactEmail: {
    step: "programs.stepContact",
    input: () => (
      <TextInput source="contactEmail" label={t("programs.contactEmail")} type="email" fullWidth helperText={false} />
    ),
    read: ({ contactEmail }) => contactEmail,
    sent: (address) => trimmed(address) || null,
    // With the name.
    line: null,
    onPage: null,
  },
  listOnCalendar: {
    step: "programs.stepContact",
    input: () => (
      <BooleanInput
        source="listOnCalendar"
        label={t("programs.calendarField")}
        helperText={t("programs.calendarHelp")}
        fullWidth
      />
    ),
    read: ({ listOnCalendar }) => listOnCalendar,
    sent: (yes) => yes ?? false,
    line: ["programs.onCalendar", ({ listOnCalendar }) => yesOrNo(listOnCalendar)],
    onPage: ({ listOnCalendar }) => yesOrNo(listOnCalendar),
  },
  publicUrl: {
    step: "programs.stepContact",
    input: () => (
      <TextInput
        source="publicUrl"
        label={t("field.publicUrl")}
        type="url"
        fullWidth
        helperText={t("programs.publicUrlHelp")}
      />
    ),
    read: ({ publicUrl }) => publicUrl,
    sent: trimmed,
    line: ["field.publicUrl", ({ publicUrl }) => publicUrl],
    onPage: ({ publicUrl }) => publicUrl,
  },
  requestEmailBlast: {
    step: "programs.stepContact",
    input: () => (
      <BooleanInput source="requestEmailBlast" label={t("programs.blastField")} helperText={false} fullWidth />
    ),
    read: ({ requestEmailBlast }) => requestEmailBlast,
    sent: (yes) => yes ?? false,
    line: ["programs.blast", ({ requestEmailBlast }) => askedFor(requestEmailBlast)],
    onPage: ({ requestEmailBlast }) => askedFor(requestEmailBlast),
  },
};

const names = Object.keys(applicationFields) as FieldName[];
const fields = names.map((name) => ({ name, ...(applicationFields[name] as ApplicationField<FieldName>) }));

/** What the form begins with. */
export const valuesOf = (program: ApplicationOfProgram): ApplicationValues =>
  Object.fromEntries(fields.map(({ name, read }) => [name, read(program)])) as unknown as ApplicationValues;

/** What is sent of an application. */
export const inputOf = (values: ApplicationValues): ProgramInput =>
  Object.fromEntries(fields.map(({ name, sent }) => [name, sent(values[name] as never)])) as unknown as ProgramInput;

/** The place of the step that asks for a field such as offerings.0.place; the first one for what none asks for. */
export function stepOf(path: string): number {
  const [name] = path.split(".");
  const step = name === "documents" ? "programs.documents" : fields.find((field) => field.name === name)?.step;
  return step ? applicationSteps.indexOf(step) : 0;
}

/** The inputs of a step: one below the other, short ones side by side. */
export const StepFields = ({ step, ...props }: InputProps & { step: ApplicationStep }) => (
  <Box sx={{ display: "flex", columnGap: 2, flexWrap: "wrap" }}>
    {fields
      .filter((field) => field.step === step)
      .map((field) => (
        <Fragment key={field.name}>
          <field.input {...props} />
          <FieldComments field={field.name} />
        </Fragment>
      ))}
  </Box>
);

/** The lines of an application that is about to be handed in. */
export const linesOf = (values: ApplicationValues): [label: string, value: ReactNode][] =>
  fields.flatMap(({ line }) => (line ? [[t(line[0]), line[1](values)] as [string, ReactNode]] : []));

/** The lines of a program's page that show fields of its application. */
export const pageLinesOf = (program: ProgramPage): [field: string, label: string, value: ReactNode][] =>
  fields.flatMap(({ name, line, onPage }) =>
    line && onPage ? [[name, t(line[0]), onPage(program)] as [string, string, ReactNode]] : [],
  );
