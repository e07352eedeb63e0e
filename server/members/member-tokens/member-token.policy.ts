import { ApiScope } from "../../core/api-scopes.ts";
import { inRoles } from "../../core/policy.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import type { Viewer } from "../../core/viewer.ts";

/** Whose keys act for members: of those who look after people, and of administrators, who make the keys. */
export const rolesOfActing = [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR];

/** Whether a key may act for members: the accreditor's, with the scope, while whoever made it may. */
export const mayActForMembers = (viewer: Viewer): boolean =>
  viewer.apiKey?.scopes.has(ApiScope.MEMBERS_ACT) === true && inRoles(viewer, rolesOfActing).isStaff;
