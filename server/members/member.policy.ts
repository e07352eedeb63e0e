import type { Viewer } from "../core/viewer.ts";
import type { Member } from "./member.entity.ts";

type MemberFacts = Pick<Member, "id">;

/** Staff and providers look members up, to write rosters. */
export function canSearchMembers(viewer: Viewer): boolean {
  return viewer.isStaff || viewer.providers.size > 0;
}

/** Everything about a member: staff, and the member in person. */
export function canViewMember(viewer: Viewer, member: MemberFacts): boolean {
  return viewer.isStaff || viewer.memberId === member.id;
}

/** What the member search shows to a provider as well. */
export function canViewMemberListing(viewer: Viewer, member: MemberFacts): boolean {
  return canSearchMembers(viewer) || canViewMember(viewer, member);
}
