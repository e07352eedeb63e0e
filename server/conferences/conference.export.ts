import { dayCell, defineExport, instantCell, yesOrNoCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { badgeSql } from "./badge.ts";
import { RegistrationFilter, SessionFilter } from "./conference.object.ts";
import { conditionsOfConference, registrationFields, registrationList, sessionList } from "./session.queries.ts";
import { sessionCells } from "./session-cells.ts";

export const sessionExport = defineExport({
  name: "sessions",
  ofPersons: false,
  list: sessionList,
  policy: staffOrProvider,
  filter: SessionFilter,
  conditions: conditionsOfConference,
  columns: sessionCells,
  // Start and end say the day, and a column of words the further kinds; what decides of the offered actions is nothing to a reader.
  leftOut: ["version", "conference", "date", "today", "talk", "kinds", "proposal", "instructors"],
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
    name: registrationFields.name,
    badge: badgeSql,
    registered: instantCell(registrationFields.createdAt),
  },
  leftOut: ["version", "conference"],
});
