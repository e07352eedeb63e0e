import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { type Connection, PageArgs } from "../core/connections.ts";
import type { Context } from "../core/context.ts";
import { Allow, staffOrProvider } from "../core/policy.ts";
import { ProviderObject } from "../providers/provider.object.ts";
import { type ProviderRow, providerById } from "../providers/provider.queries.ts";
import type { AttendanceUpload } from "./attendance.entity.ts";
import { AttendanceUploadObject } from "./attendance.object.ts";
import { AttendanceUploadConnection, AttendanceUploadFilter } from "./upload-list.object.ts";
import { listUploads } from "./upload-list.queries.ts";

@Resolver(() => AttendanceUploadObject)
export class AttendanceUploadListResolver {
  @Allow(staffOrProvider)
  @Query(() => AttendanceUploadConnection, { description: "Rosters that the viewer may see, newest first." })
  attendanceUploads(
    @Arg("filter", () => AttendanceUploadFilter, { nullable: true, description: "Which rosters." })
    filter: AttendanceUploadFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<AttendanceUpload>> {
    return listUploads(ctx, filter ?? {}, page);
  }

  @FieldResolver(() => ProviderObject, { description: "For whom it was sent." })
  provider(@Root() upload: AttendanceUpload, @Ctx() ctx: Context): Promise<ProviderRow | null> {
    return providerById(ctx, upload.providerId);
  }
}
