import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { RequestKind } from "../policies/waiting-request.entity.ts";
import { approveRequest, mayDecide, refuseRequest } from "./decide-request.ts";
import { RequestAction, WaitingRequestObject } from "./waiting-request.object.ts";
import { type WaitingRequestRow, waitingRequests } from "./waiting-request.queries.ts";

const requestId = "The request's ID.";

@Resolver(() => WaitingRequestObject)
export class WaitingRequestResolver {
  @Allow(staff, peopleOnly)
  @Query(() => [WaitingRequestObject], { description: "What waits for a second person, the oldest first." })
  waitingRequests(@Ctx() ctx: Context): Promise<WaitingRequestRow[]> {
    return waitingRequests(ctx);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Of settings: what is to be set, as JSON; null for everything else.",
  })
  settings(@Root() { kind, arguments: given }: WaitingRequestRow): string | null {
    return kind === RequestKind.UPDATE_SETTINGS ? JSON.stringify(given.input) : null;
  }

  @FieldResolver(() => [RequestAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() request: WaitingRequestRow, @Ctx() { viewer }: Context): RequestAction[] {
    return mayDecide(viewer, request) ? [RequestAction.APPROVE, RequestAction.REFUSE] : [];
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR])
  @Mutation(() => Boolean, {
    description:
      "Approves what a colleague has asked for: it is done now, in the role of the operation itself. Errors: NOT_FOUND, FORBIDDEN, CONFLICT_OF_INTEREST; those of the operation.",
  })
  approveRequest(@Arg("id", () => ID, { description: requestId }) id: string, @Ctx() ctx: Context): Promise<boolean> {
    return approveRequest(ctx, id);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR])
  @Mutation(() => Boolean, {
    description: "Refuses it; nothing is done. Errors: NOT_FOUND, FORBIDDEN, CONFLICT_OF_INTEREST, REASON_REQUIRED.",
  })
  refuseRequest(
    @Arg("id", () => ID, { description: requestId }) id: string,
    @Arg("reason", () => String, { description: "Stands in the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return refuseRequest(ctx, id, reason);
  }
}
