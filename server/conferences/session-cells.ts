import { type Columns, dayCell, decimalCell, instantCell, yesOrNoCell } from "../core/lists/list-export.ts";
import { sessionFields } from "./session.queries.ts";

const session = sessionFields("now()");

/** Wall time of a conference, whose zone is z's. */
const localCell = (sql: string): string => `to_char(${sql} AT TIME ZONE z.time_zone, 'YYYY-MM-DD HH24:MI')`;

/** SQL of what the list of sessions as a file says of each, over s, p and z. Its import reads it back. */
export const sessionCells = {
  // By which an import knows it again: that of its schedule's file, or, where it was entered by hand, its own.
  sessionId: "coalesce(s.external_id, s.id::text)",
  title: session.title,
  subtitle: session.subtitle,
  start: localCell(session.startsAt),
  end: localCell(session.endsAt),
  timeZone: "z.time_zone",
  minutes: session.minutes,
  speakers: `array_to_string(${session.speakers}, '; ')`,
  room: session.room,
  track: session.track,
  sessionType: session.type,
  releasedOn: dayCell(session.releasedOn),
  registrationTypes: `array_to_string(${session.registrationTypes}, '; ')`,
  virtual: yesOrNoCell(session.virtual),
  eligible: yesOrNoCell(session.eligible),
  credits: decimalCell(session.credits),
  furtherCredit: `(SELECT string_agg(x.credits || ' ' || k.unit, '; ' ORDER BY k.position, k.id) FROM session_credit x
    JOIN credit_kind k ON k.id = x.kind_id WHERE x.session_id = s.id)`,
  reasonForTheCredits: session.creditsReason,
  noLongerInTheSchedule: instantCell(session.removedAt),
} satisfies Columns;
