import { conditionsOfConference } from "../conferences/session.queries.ts";
import { decimalCell, defineExport } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { memberFields } from "../members/member.queries.ts";
import { ConferenceAttendeeFilter } from "./conference-attendee.object.ts";
import { attendeeFields, conferenceAttendeeList } from "./conference-attendee.queries.ts";

export const conferenceAttendeeExport = defineExport({
  name: "conference-attendees",
  ofPersons: true,
  list: conferenceAttendeeList,
  policy: staffOrProvider,
  filter: ConferenceAttendeeFilter,
  conditions: conditionsOfConference,
  columns: {
    memberId: memberFields.memberNumber,
    firstName: memberFields.firstName,
    lastName: memberFields.lastName,
    sessions: attendeeFields.sessions,
    credits: decimalCell(attendeeFields.credits),
    withoutPresence: attendeeFields.unshown,
  },
  leftOut: [],
});
