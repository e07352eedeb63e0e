import { readsPersons } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { actsForActive, type Viewer } from "../core/viewer.ts";
import type { Member } from "./member.entity.ts";

type MemberFacts = Pick<Member, "id">;

/** Staff, and providers that are let in, look members up, to write rosters. */
export function canSearchMembers(viewer: Viewer): boolean {
  return readsPersons(viewer) || [...viewer.providers.keys()].some((id) => actsForActive(viewer, id));
}

/** Everything about a member: staff, and the member in person. */
export function canViewMember(viewer: Viewer, member: MemberFacts): boolean {
  return readsPersons(viewer) || viewer.memberId === member.id;
}

/** What the member search shows to a provider as well, and what a provider reads of who attended its own programs. */
export function canViewMemberListing(viewer: Viewer, member: MemberFacts): boolean {
  return viewer.isStaff || viewer.providers.size > 0 || canViewMember(viewer, member);
}

/** Who adds, changes and takes away a member's licences: the member, and the registrar. */
export function keepsLicences(viewer: Viewer, member: MemberFacts): boolean {
  return viewer.memberId === member.id || viewer.staffRoles.has(StaffRole.REGISTRAR);
}

/** Who reads the whole of a number that is sealed: the same. */
export const readsWholeNumber = keepsLicences;
