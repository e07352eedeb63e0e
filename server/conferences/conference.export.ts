import { dayCell, decimalCell, defineExport, instantCell, yesOrNoCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { RegistrationFilter, SessionFilter } from "./conference.object.ts";
import {
  conditionsOfConference,
  registrationFields,
  registrationList,
  sessionFields,
  sessionList,
} from "./session.queries.ts";

const session = sessionFields("now()");

/** Wall time of a conference, whose zone is z's. */
const localCell = (sql: string): string => `to_char(${sql} AT TIME ZONE z.time_zone, 'YYYY-MM-DD HH24:MI')`;

export const sessionExport = defineExport({
  name: "sessions",
  ofPersons: false,
  list: sessionList,
  policy: staffOrProvider,
  filter: SessionFilter,
  conditions: conditionsOfConference,
  columns: {
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
  },
  // Start and end say the day, and a column of words the further kinds.
  leftOut: ["version", "date", "today", "talk", "kinds", "proposal", "instructors"],
});

export const registrationExport = defineExport({
  name: "registrations",
  ofPersons: true,
  list: registrationList,
  policy: staffOrProvider,
  filter: RegistrationFilter,
  conditions: conditionsOfConference,
  columns: {
    email: registrationFields.email,
    registrationType: registrationFields.registrationType,
    accessFrom: dayCell(registrationFields.accessFrom),
    accessUntil: dayCell(registrationFields.accessUntil),
    virtual: yesOrNoCell(registrationFields.virtualOnly),
    registered: instantCell(registrationFields.createdAt),
  },
  leftOut: ["version"],
});
