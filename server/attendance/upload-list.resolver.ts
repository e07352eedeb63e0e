import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, staffOrProvider } from "../core/policy.ts";
import { ProviderObject } from "../providers/provider.object.ts";
import { type ProviderRow, providerById } from "../providers/provider.queries.ts";
import type { AttendanceUpload } from "./attendance.entity.ts";
import { AttendanceUploadObject } from "./attendance.object.ts";
import { attendanceKeys } from "./attendance.policy.ts";
import { AttendanceUploadConnection, AttendanceUploadFilter } from "./upload-list.object.ts";
import { type UploadRow, uploadList } from "./upload-list.queries.ts";

@Resolver(() => AttendanceUploadObject)
export class AttendanceUploadListResolver {
  @Allow(staffOrProvider, attendanceKeys)
  @Query(() => AttendanceUploadConnection, {
    description:
      "Rosters that the viewer may see, newest first by default: for a key without ATTENDANCE_READ those that it has sent.",
  })
  attendanceUploads(
    @Arg("filter", () => AttendanceUploadFilter, { nullable: true, description: "Which rosters." })
    filter: AttendanceUploadFilter | null,
    @Arg("orderBy", () => [uploadList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof uploadList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<UploadRow>> {
    return uploadList.page(ctx, filter ?? {}, orderBy, page);
  }

  @FieldResolver(() => ProviderObject, { description: "For whom it was sent." })
  async provider(@Root() upload: AttendanceUpload | UploadRow, @Ctx() ctx: Context): Promise<ProviderRow | null> {
    return upload.provider ?? providerById(ctx, upload.providerId);
  }
}
