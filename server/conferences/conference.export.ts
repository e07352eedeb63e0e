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
    Title: session.title,
    Subtitle: session.subtitle,
    Start: localCell(session.startsAt),
    End: localCell(session.endsAt),
    "Time Zone": "z.time_zone",
    Minutes: session.minutes,
    Speakers: `array_to_string(${session.speakers}, '; ')`,
    Room: session.room,
    Track: session.track,
    Virtual: yesOrNoCell(session.virtual),
    Eligible: yesOrNoCell(session.eligible),
    Credits: decimalCell(session.credits),
    "Reason for the Credits": session.creditsReason,
    "No Longer in the Schedule": instantCell(session.removedAt),
  },
});

export const registrationExport = defineExport({
  name: "registrations",
  ofPersons: true,
  list: registrationList,
  policy: staffOrProvider,
  filter: RegistrationFilter,
  conditions: conditionsOfConference,
  columns: {
    Email: registrationFields.email,
    "Registration Type": registrationFields.registrationType,
    "Access From": dayCell(registrationFields.accessFrom),
    "Access Until": dayCell(registrationFields.accessUntil),
    Virtual: yesOrNoCell(registrationFields.virtualOnly),
    Registered: instantCell(registrationFields.createdAt),
  },
});
