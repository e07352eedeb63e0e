import { MaxLength } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { PlainLine } from "../core/input-rules.ts";
import { orderInput } from "../core/lists/order.ts";
import { connectionOf } from "../core/lists/page.ts";
import { AttendanceUploadStatus } from "./attendance.entity.ts";
import { AttendanceUploadObject } from "./attendance.object.ts";
import { AttendanceUploadOrderField, type UploadConditions } from "./upload-list.queries.ts";

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
}

export const AttendanceUploadOrder = orderInput("AttendanceUpload", AttendanceUploadOrderField, {
  CREATED_AT: "When it was sent.",
  FILE_NAME: "Name of the file.",
  PROVIDER: "Name of the provider.",
  STATUS: "What became of it, by the word.",
  ROWS: "Rows of data; a file that was refused as a whole has none and comes last.",
  RECORDED_ROWS: "Rows recorded.",
  ERRORS: "How many errors were found.",
});
