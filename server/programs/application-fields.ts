import { type Columns, yesOrNoCell } from "../core/lists/list-export.ts";
import type { NameIn } from "../core/messages/message.ts";
import { jointNamesSql, jointProviderOf } from "./joint-providers.ts";
import type { Offering, Program, Speaker } from "./program.entity.ts";
import type { OfferingInput, ProgramInput, SpeakerInput } from "./program.input.ts";

/** Columns of a program that its application doesn't hold: whose it is, where it stands, what was decided, and what follows from fields. */
type Beside =
  | "id"
  | "version"
  | "number"
  | "providerId"
  | "creditRuleId"
  | "status"
  | "credits"
  | "copiedFromId"
  | "submittedAt"
  | "createdAt"
  | "changedAt"
  | keyof Derived
  | "provider"
  | "type"
  | "creditRule"
  | "copiedFrom";

/** Columns that follow from fields. */
type Derived = Pick<Program, "nameKey" | "startsOn" | "endsOn">;

export type WrittenSpeaker = Pick<Speaker, "name" | "credentials">;
export type WrittenOffering = Omit<
  Offering,
  "id" | "programId" | "postponedFrom" | "reportingExtendedTo" | "reportedAt" | "closedAt" | "outsideNumber" | "program"
>;

/** So much of a kind of credit, named by its code. */
export interface RequestedKind {
  kind: string;
  credits: string;
}

/** What an application holds, by field. A new column of the entity is one of these or stands above: else nothing compiles. */
type Fields = Omit<Program, Beside> & {
  speakers: WrittenSpeaker[];
  offerings: WrittenOffering[];
  creditKinds: RequestedKind[];
};
type FieldName = keyof Fields;

/** The columns of a program that the provider writes. */
export type Written = Pick<Fields, ApplicationColumn> & Derived;

/** What the API takes and the application doesn't hold would be accepted and thrown away: nothing compiles then. */
type Missing = Exclude<keyof ProgramInput, FieldName | "providerId">;

interface ApplicationField<K extends FieldName> {
  /** What is kept of what was given: trimmed, blanks dropped. */
  kept: (given: ProgramInput[K]) => Fields[K];
  /** As a reviewer reads it in a difference. `typeNames` by ID. */
  shown: (value: Fields[K], names: ReadonlyMap<string, string>) => string;
  /** Whether an application that is begun as a copy has it. */
  copied: boolean;
  /** Its column in the list of programs as a file; left out: the list has a place of its own for it, or none. */
  cell?: { heading: NameIn<"heading">; of: (sql: string) => string };
}

const trimmed = (text: string | null | undefined): string => text?.trim() ?? "";
const asItIs = (text: string): string => text;
const line = { kept: trimmed, shown: asItIs, copied: true };
const text = (heading: NameIn<"heading">) => ({ ...line, cell: { heading, of: asItIs } });
const yesOrNo = (heading: NameIn<"heading">) => ({
  kept: (given: boolean | null | undefined) => given ?? false,
  shown: (yes: boolean) => (yes ? "yes" : "no"),
  copied: true,
  cell: { heading, of: yesOrNoCell },
});

const speakerOf = (given: SpeakerInput): WrittenSpeaker => ({
  name: trimmed(given.name),
  credentials: trimmed(given.credentials),
});

const offeringOf = (given: OfferingInput): WrittenOffering => ({
  startsOn: given.startsOn,
  endsOn: given.endsOn,
  timeZone: given.timeZone,
  format: given.format,
  place: trimmed(given.place),
  url: trimmed(given.url),
});

/**
 * Every field of an application, in the order of its form: this table drives how it is read, what is kept of an input, what a copy takes
 * along, what a reviewer reads as the difference between two submissions, and its column in the list as a file. Documents are files and have operations of their own.
 */
const table: { [K in FieldName]: ApplicationField<K> } = {
  typeId: { kept: (id) => id, shown: (id, names) => names.get(id) ?? id, copied: true },
  name: line,
  jointProviders: {
    kept: (given) => (given ?? []).map(jointProviderOf).filter((each) => each !== ""),
    shown: (each, names) => each.map((given) => names.get(given) ?? given).join("\n"),
    copied: true,
    cell: { heading: "jointProviders", of: () => `array_to_string(${jointNamesSql("p")}, '; ')` },
  },
  description: text("description"),
  objectives: {
    kept: (given) => (given ?? []).map(trimmed).filter((objective) => objective !== ""),
    shown: (objectives) => objectives.join("\n"),
    copied: true,
    cell: { heading: "learningObjectives", of: (sql) => `array_to_string(${sql}, '; ')` },
  },
  minutes: {
    kept: (given) => given ?? null,
    shown: (minutes) => (minutes === null ? "" : String(minutes)),
    copied: true,
  },
  requestedCredits: { kept: (given) => given ?? "0.00", shown: asItIs, copied: true },
  creditKinds: {
    kept: (given) => (given ?? []).map(({ kind, credits }) => ({ kind: kind.trim(), credits })),
    shown: (kinds) => kinds.map(({ kind, credits }) => `${kind}: ${credits}`).join("\n"),
    copied: true,
  },
  speakers: {
    kept: (given) => (given ?? []).map(speakerOf),
    shown: (speakers) => speakers.map((s) => [s.name, s.credentials].filter(Boolean).join(", ")).join("\n"),
    copied: true,
  },
  offerings: {
    kept: (given) => (given ?? []).map(offeringOf),
    shown: (offerings) =>
      offerings
        .map((o) =>
          [`${o.startsOn} to ${o.endsOn} (${o.timeZone})`, o.format, o.place, o.url].filter(Boolean).join(", "),
        )
        .join("\n"),
    // They are dates, which a copy has none of.
    copied: false,
  },
  contactName: text("contactName"),
  contactEmail: text("contactEmail"),
  listOnCalendar: yesOrNo("onCalendar"),
  publicUrl: text("publicPage"),
  requestEmailBlast: yesOrNo("emailBlast"),
};

export const applicationFields: typeof table & Record<Missing, never> = table;

/** Those that are rows of tables of their own. */
const listed = ["speakers", "offerings", "creditKinds"] as const satisfies readonly FieldName[];

const fieldNames = Object.keys(applicationFields) as FieldName[];

/** The fields that are columns of a program. */
export type ApplicationColumn = Exclude<FieldName, (typeof listed)[number]>;
export const applicationColumns = fieldNames.filter(
  (field): field is ApplicationColumn => !(listed as readonly FieldName[]).includes(field),
);

/** Their columns in the list of programs as a file. @param fields SQL of each */
export const applicationCells = (fields: Readonly<Record<ApplicationColumn, string>>): Columns =>
  Object.fromEntries(
    applicationColumns.flatMap((field) => {
      const { cell } = table[field] as ApplicationField<ApplicationColumn>;
      return cell ? [[cell.heading, cell.of(fields[field])]] : [];
    }),
  );

const keptField = <K extends FieldName>(field: K, input: ProgramInput): Fields[K] => table[field].kept(input[field]);

/** What is kept of an input that is valid in itself. */
export const keptFields = (input: ProgramInput): Fields =>
  Object.fromEntries(fieldNames.map((field) => [field, keptField(field, input)])) as unknown as Fields;

/** The fields that a copy takes along from its source. */
export const copiedFields = <T extends Partial<Fields>>(source: T): Partial<T> =>
  Object.fromEntries(
    fieldNames.filter((field) => table[field].copied && field in source).map((field) => [field, source[field]]),
  ) as Partial<T>;
