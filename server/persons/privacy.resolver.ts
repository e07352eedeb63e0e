import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { ViewerObject } from "../accounts/viewer.object.ts";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, signedIn, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import type { DataExport } from "./data-export.entity.ts";
import { latestExport } from "./data-export.queries.ts";
import { eraseMember } from "./erase-member.ts";
import { eraseMyData } from "./erase-my-data.ts";
import { DataExportObject } from "./privacy.object.ts";
import { requestExport } from "./request-export.ts";

@Resolver(() => ViewerObject)
export class PrivacyResolver {
  @Allow(signedIn, peopleOnly)
  @FieldResolver(() => DataExportObject, {
    nullable: true,
    description: "The newest copy of all that is kept of the viewer; null: none was asked for, or it is gone.",
  })
  dataExport(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<DataExport | null> {
    return viewer.accountId && !viewer.apiKey
      ? latestExport(ctx.db.manager, ctx, viewer.accountId)
      : Promise.resolve(null);
  }

  @Allow(signedIn, peopleOnly, "FRESH")
  @Mutation(() => DataExportObject, {
    description:
      "Asks for a copy of all that is kept of the viewer: a ZIP of JSON and PDF files, which a job makes and which can be fetched for seven days. Asked again within an hour, the same one is answered.",
  })
  exportMyData(@Ctx() ctx: Context): Promise<DataExport> {
    return requestExport(ctx);
  }

  @Allow(signedIn, peopleOnly, "OWN")
  @Mutation(() => Boolean, {
    description:
      "Erases the viewer, for good: signs out everywhere at once, a job does the rest. Credit stays verifiable until retention ends. Errors: BAD_INPUT, WRONG_CREDENTIALS, TOO_MANY_REQUESTS, LAST_OWNER, LAST_ADMINISTRATOR, ILLEGAL_TRANSITION.",
  })
  eraseMyData(
    @Arg("password", () => String, { description: "The account's password." }) password: string,
    @Arg("confirmation", () => String, { description: "The word ERASE." }) confirmation: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return eraseMyData(ctx, password, confirmation);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.REGISTRAR])
  @Mutation(() => Boolean, {
    description:
      "Erases a person who asked staff for it, as eraseMyData does. For staff. Errors: REASON_REQUIRED, NOT_FOUND, CONFLICT_OF_INTEREST, LAST_OWNER, LAST_ADMINISTRATOR, ILLEGAL_TRANSITION.",
  })
  eraseMember(
    @Arg("memberId", () => ID, { description: "The member." }) memberId: string,
    @Arg("reason", () => String, { description: "Who asked for it, and when." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return eraseMember(ctx, memberId, reason);
  }
}
