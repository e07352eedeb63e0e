import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { ErrorCode } from "../core/errors.ts";
import { connectionOf } from "../core/lists/page.ts";
import { everyKey, ShownTo } from "../core/policy.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import { AttendanceChangeKind, type AttendanceUploadChange } from "./attendance.entity.ts";
import { attendanceKeys } from "./attendance.policy.ts";
import { AttendanceUploadAction } from "./upload-actions.queries.ts";
import type { ErrorKindCount } from "./upload-change.queries.ts";

registerEnumType(AttendanceChangeKind, {
  name: "AttendanceChangeKind",
  description: "What a correction does to one attendance.",
  valuesConfig: {
    ADDED: { description: "It was not on record." },
    CHANGED: { description: "Its day, its credits or those of a further kind were others." },
    REMOVED: { description: "It does not count any more." },
  },
});

registerEnumType(AttendanceUploadAction, {
  name: "AttendanceUploadAction",
  description: "What the viewer can do with a roster now.",
  valuesConfig: {
    UNDO: { description: "undoAttendanceUpload" },
    AMEND: { description: "amendAttendanceUpload" },
  },
});

@ShownTo(attendanceKeys)
@ObjectType("AttendanceChange", {
  description: "What a correction does to one attendance: of a preview, would do.",
  simpleResolvers: true,
})
export class AttendanceChangeObject
  implements
    Pick<
      AttendanceUploadChange,
      "kind" | "line" | "completedOnBefore" | "creditsBefore" | "completedOnAfter" | "creditsAfter"
    >
{
  @Field(() => AttendanceChangeKind, { description: "What it does." }) kind!: AttendanceChangeKind;
  @Field(() => Int, { nullable: true, description: "Physical line of the corrected file; null: it is not in it." })
  line!: number | null;
  @Field(() => LocalDate, { nullable: true, description: "Day of completion until now; null: none was on record." })
  completedOnBefore!: string | null;
  @Field(() => Credits, { nullable: true, description: "Credits until now; null: none were on record." })
  creditsBefore!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Day of completion from now on; null: none counts." })
  completedOnAfter!: string | null;
  @Field(() => Credits, { nullable: true, description: "Credits from now on; null: none count." })
  creditsAfter!: string | null;
}

export const AttendanceChangeConnection = connectionOf("AttendanceChange", () => AttendanceChangeObject);

@ShownTo(everyKey)
@ObjectType("ErrorKind", { description: "How many errors of a file are of one kind.", simpleResolvers: true })
export class ErrorKindObject implements Pick<ErrorKindCount, "code" | "severity" | "count"> {
  @Field(() => ErrorCode, { description: "The kind." }) code!: ErrorCode;
  @Field(() => FindingSeverity, { description: "What follows from it." }) severity!: FindingSeverity;
  @Field(() => Int, { description: "How many." }) count!: number;
}
