import { defineExport, yesOrNoCell } from "../core/lists/list-export.ts";
import { staff } from "../core/policy.ts";
import { MemberFilter } from "./member.object.ts";
import { memberFields, memberList } from "./member.queries.ts";
import { assertSearchable } from "./search-members.ts";

export const memberExport = defineExport({
  name: "members",
  ofPersons: true,
  list: memberList,
  // The member search is no directory to be copied: others than staff read it page by page, within their daily limit.
  policy: staff,
  filter: MemberFilter,
  conditions(_ctx, filter) {
    assertSearchable(filter);
    return filter;
  },
  columns: {
    "Member ID": memberFields.memberNumber,
    "First Name": memberFields.firstName,
    "Last Name": memberFields.lastName,
    Email: memberFields.email,
    City: memberFields.city,
    State: memberFields.state,
    Zip: memberFields.zip,
    County: memberFields.county,
    Role: memberFields.role,
    Membership: memberFields.membership,
    Active: yesOrNoCell(memberFields.active),
  },
});
