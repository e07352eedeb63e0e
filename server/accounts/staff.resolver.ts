import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, administrator, peopleOnly } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import { disableAccount } from "./disable-account.ts";
import { enableAccount } from "./enable-account.ts";
import { inviteStaff } from "./invite-staff.ts";
import { setStaffRoles } from "./set-staff-roles.ts";
import { StaffAccountObject } from "./staff.object.ts";
import { readsStaff, StaffAction, staffActions } from "./staff.policy.ts";
import { type StaffAccountRow, staffAccounts } from "./staff.queries.ts";
import { ViewerObject } from "./viewer.object.ts";

const whose = "Whose.";
const inTheLog = "Stands in the audit log.";

@Resolver(() => ViewerObject)
export class ViewerRolesResolver {
  @FieldResolver(() => [StaffRole], { description: "What the viewer looks after as staff; none where they are not." })
  staffRoles(@Root() { staffRoles }: Viewer): StaffRole[] {
    return [...staffRoles];
  }
}

@Resolver(() => StaffAccountObject)
export class StaffResolver {
  @Allow(readsStaff, peopleOnly)
  @Query(() => [StaffAccountObject], { description: "Accounts of staff, those that are shut last, by address." })
  staffAccounts(@Ctx() ctx: Context): Promise<StaffAccountRow[]> {
    return staffAccounts(ctx);
  }

  @FieldResolver(() => [StaffAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() account: StaffAccountRow, @Ctx() ctx: Context): StaffAction[] {
    return staffActions(ctx.viewer, account);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => ID, {
    description:
      "Makes somebody staff: the account that has the address, or a new one, whose password is set by a mailed link. Answers the account's ID. Errors: BAD_INPUT, REASON_REQUIRED, TOO_MANY_REQUESTS, NOT_FOUND, LAST_ADMINISTRATOR.",
  })
  inviteStaff(
    @Arg("email", () => String, { description: "Whom to ask." }) email: string,
    @Arg("roles", () => [StaffRole], { description: "What they shall look after; at least one." }) roles: StaffRole[],
    @Arg("reason", () => String, { description: inTheLog }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return inviteStaff(ctx, email, roles, reason);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => Boolean, {
    description:
      "Says what an account looks after as staff; nothing makes it an account like any other. Whose rights are taken is signed out, and their keys of the accreditor end. Errors: NOT_FOUND, REASON_REQUIRED, LAST_ADMINISTRATOR.",
  })
  setStaffRoles(
    @Arg("accountId", () => ID, { description: whose }) accountId: string,
    @Arg("roles", () => [StaffRole], { description: "All that it shall look after from now on." }) roles: StaffRole[],
    @Arg("reason", () => String, { description: inTheLog }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return setStaffRoles(ctx, accountId, roles, reason);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => Boolean, {
    description:
      "Shuts an account, whosever it is: from now on no cookie, token, key or link of its owner's does anything. Errors: NOT_FOUND, FORBIDDEN, REASON_REQUIRED, ILLEGAL_TRANSITION, LAST_ADMINISTRATOR.",
  })
  disableAccount(
    @Arg("accountId", () => ID, { description: whose }) accountId: string,
    @Arg("reason", () => String, { description: inTheLog }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return disableAccount(ctx, accountId, reason);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => Boolean, {
    description:
      "Opens an account that was shut. Keys, links and sign-ins stay ended. Errors: NOT_FOUND, REASON_REQUIRED, ILLEGAL_TRANSITION.",
  })
  enableAccount(
    @Arg("accountId", () => ID, { description: whose }) accountId: string,
    @Arg("reason", () => String, { description: inTheLog }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return enableAccount(ctx, accountId, reason);
  }
}
