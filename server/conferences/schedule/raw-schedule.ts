import { printable } from "../../core/csv/csv-problem.ts";
import { type Message, say } from "../../core/messages/message.ts";
import type { ScheduleProblem, ScheduleProblemCode } from "./parsed-schedule.ts";

export const textFields = ["guid", "id", "slug", "title", "subtitle", "room", "track", "type", "language"] as const;
export const sessionFields = [...textFields, "date", "start", "end", "duration"] as const;
export type SessionField = (typeof sessionFields)[number];

/** What a file says that a session earns of one further kind of credit, in the words of the file. */
export interface RawKind {
  /** The kind: its code, or its unit or name where nothing else goes by that. */
  kind: string;
  /** An amount, "yes" for what its minutes earn, or "no". */
  amount: string;
  place: ProblemPlace;
}

export interface ProblemPlace {
  line: number | null;
  column: string | null;
  /** What the message calls it: "duration", or the path where there are no lines. */
  name: string;
}

/** One session's values as any of the formats gives them, before they are judged. Null: not given or blank. */
export interface RawSession extends Record<SessionField, string | null> {
  speakers: string[];
  virtual: boolean | null;
  kinds: readonly RawKind[];
  /** The day under which the file lists it: the calendar day on which that day's programme starts. */
  listedOn: string | null;
  line: number | null;
  path: string;
  /** Where a field's value stands, for a report. */
  placeOf(field: SessionField | "speakers"): ProblemPlace;
}

/** A value of the file's head. */
export interface Fact {
  value: string | null;
  place: ProblemPlace;
}

/** A schedule file, taken apart but not judged. */
export interface RawSchedule {
  about: Record<"title" | "acronym" | "timeZone" | "startsOn" | "endsOn" | "dayChange", Fact>;
  sessions: RawSession[];
}

/** A text on one line: control characters and runs of blanks become one blank. Null where nothing is left. */
export function tidy(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL takes no NUL, and a title has no use for the others.
  const tidied = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return tidied === "" ? null : tidied;
}

export function problemAt(
  { line, column, name }: ProblemPlace,
  value: string | null,
  code: ScheduleProblemCode,
  advice: Message,
): ScheduleProblem {
  const message =
    line === null ? say("file.path", { path: name, advice }) : say("file.cell", { line, column: name, advice });
  return { line, column, value: value === null ? null : printable(value), code, message };
}
