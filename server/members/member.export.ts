import { defineExport, yesOrNoCell } from "../core/lists/list-export.ts";
import { readsPersons } from "../core/policy.ts";
import { listedLicencesSql } from "./licence.queries.ts";
import { MemberFilter } from "./member.object.ts";
import { memberFields, memberList } from "./member.queries.ts";
import { assertSearchable } from "./search-members.ts";

export const memberExport = defineExport({
  name: "members",
  ofPersons: true,
  list: memberList,
  // The member search is no directory to be copied: others than staff read it page by page, within their daily limit.
  policy: readsPersons,
  filter: MemberFilter,
  conditions(_ctx, filter) {
    assertSearchable(filter);
    return filter;
  },
  columns: {
    memberId: memberFields.memberNumber,
    firstName: memberFields.firstName,
    lastName: memberFields.lastName,
    suffix: memberFields.suffix,
    email: memberFields.email,
    city: memberFields.city,
    state: memberFields.state,
    zip: memberFields.zip,
    county: memberFields.county,
    role: memberFields.role,
    phone: memberFields.phone,
    membership: memberFields.membership,
    memberSince: memberFields.memberSince,
    memberUntil: memberFields.memberUntil,
    licences: listedLicencesSql("m"),
    active: yesOrNoCell(memberFields.active),
  },
  leftOut: ["name", "erasedAt", "changedAt"],
});
