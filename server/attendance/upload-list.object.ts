import { MaxLength } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { PlainLine } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { AttendanceUploadObject } from "./attendance.object.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";
import type { UploadConditions } from "./upload-list.queries.ts";

export const AttendanceUploadConnection = connectionOf("AttendanceUpload", () => AttendanceUploadObject);

@InputType({ description: "Which rosters: all conditions must hold." })
export class AttendanceUploadFilter implements UploadConditions {
  @Field(() => ID, { nullable: true, description: "Sent for this provider." })
  @MaxLength(50)
  @PlainLine()
  providerId?: string | null;
  @Field(() => [AttendanceUploadStatus], { nullable: true, description: "Any of these." })
  status?: AttendanceUploadStatus[] | null;
  @Field(() => Boolean, { nullable: true, description: "Sent to be checked only, or to be recorded." })
  preview?: boolean | null;
  @Field(() => String, { nullable: true, description: "Sent with exactly this reference." })
  @MaxLength(200)
  @PlainLine()
  clientReference?: string | null;
}
