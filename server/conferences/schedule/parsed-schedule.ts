import type { Message } from "../../core/messages/message.ts";
import type { KnownKind } from "../../policies/kind-columns.ts";
import type { ApprovedDays } from "./approved-days.ts";

/** Columns of the list of sessions as a file that say what is decided elsewhere: it may bring them back as they are. */
export const keptColumns = [
  "timeZone",
  "releasedOn",
  "registrationTypes",
  "eligible",
  "credits",
  "furtherCredit",
  "reasonForTheCredits",
] as const;

export type KeptColumn = (typeof keptColumns)[number];

/** One session as a schedule file has it. Times are instants; texts have no line breaks and are at most 500 characters. */
export interface ParsedSession {
  /**
   * What makes it the same session in the next version of the file: its guid; else its id; else its slug; else one made
   * of title, local start and room. With the last, a session that moves is a removed and an added one.
   */
  externalId: string;
  /** The talk, where the file has it more than once: a format with a guid for each time that it is held has one id for all of them. None: the format doesn't say. */
  talkKey?: string | null;
  /** What a row of the list of sessions as a file says of what no schedule decides. */
  kept?: Partial<Record<KeptColumn, string>>;
  title: string;
  subtitle: string | null;
  /** ISO 8601 with the offset that the file gives, or that its time zone has then: "2014-12-27T11:00:00+01:00". */
  startsAt: string;
  endsAt: string;
  /** Elapsed whole minutes, over a change of clocks too. At least 1. */
  minutes: number;
  speakers: string[];
  room: string | null;
  track: string | null;
  type: string | null;
  language: string | null;
  /** Null where the file does not say: of the three formats only CSV can. */
  virtual: boolean | null;
  /** What it earns of further kinds of credit, by their IDs, of those that the file says anything of: an amount, what its minutes earn, or nothing. */
  kinds?: Record<string, string | "ALL" | "NONE">;
  /** Whether its type is a break's, such as "Coffee Break". Titles are not judged. */
  isBreak: boolean;
  /** Line of the file on which it starts, 1 = first. Null in JSON, whose parser knows no lines. */
  line: number | null;
  /** XPath or JSON path of the session in its file; the row's number in CSV. */
  path: string;
}

/** Names that are also in ErrorCode mean the same there. */
export type ScheduleProblemCode =
  | "EMPTY_FILE"
  | "UNREADABLE_FILE"
  | "NOT_A_SCHEDULE"
  | "NO_ROWS"
  | "MISSING_VALUE"
  | "INVALID_VALUE"
  | "INVALID_DATE"
  | "INVALID_TIME"
  | "INVALID_DURATION"
  | "INVALID_TIME_ZONE"
  | "ENDS_BEFORE_START"
  | "DUPLICATE_SESSION"
  | "DATE_OUTSIDE_OFFERING"
  | "INVALID_CREDITS";

/** What is wrong at one place of the file, as data. */
export interface ScheduleProblem {
  line: number | null;
  /** XPath or JSON path of the value, or heading of the CSV column; null where it concerns the whole file. */
  column: string | null;
  /** As given, cut to 200 characters; null where there is none. */
  value: string | null;
  code: ScheduleProblemCode;
  /** Begins with the place and says what to do: "Line 14, duration: this is no length of time. …" */
  message: Message;
}

/** A schedule file, read. A session with a problem is not among `sessions`; all problems are reported at once. */
export interface ParsedSchedule {
  conference: {
    title: string | null;
    acronym: string | null;
    /** IANA name, as the file has it; null where it names none, or none that exists. */
    timeZone: string | null;
    /** Calendar days, "2014-12-27". */
    startsOn: string | null;
    endsOn: string | null;
  };
  sessions: ParsedSession[];
  problems: ScheduleProblem[];
}

export interface ScheduleOptions {
  /** IANA name of the program's time zone, for times without an offset in a file that names no zone of its own. */
  timeZone: string;
  /** On which every session must be held; none: on any day. */
  heldOn?: ApprovedDays;
  /** The further kinds of credit that sessions can earn. */
  kinds?: readonly KnownKind[];
}
