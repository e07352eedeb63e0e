import { ArrayMaxSize, IsOptional, MaxLength, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { EventDay, PlainLine } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { ShownTo } from "../core/policy.ts";
import { Credits, DateTime, LocalDate } from "../core/scalars.ts";
import { KindCreditsInput } from "../policies/credit-kind.object.ts";
import { AttendanceSource, type AttendanceUpload, AttendanceUploadPhase } from "./attendance.entity.ts";
import { attendanceKeys } from "./attendance.policy.ts";
import type { AttendanceConditions, AttendanceRow } from "./attendance.queries.ts";
import type { AttendanceEntry } from "./enter-attendance.ts";
import type { EntryKind, RosterEntry } from "./roster-of-rows.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

registerEnumType(AttendanceUploadStatus, {
  name: "AttendanceUploadStatus",
  description: "What became of a roster.",
  valuesConfig: {
    CHECKING: { description: "Its rows are being checked." },
    REJECTED: { description: "It has errors; nothing of it was recorded." },
    PROCESSED: { description: "All of its rows are recorded." },
    PREVIEWED: { description: "It has no errors; as it was a preview, nothing was recorded." },
    UNDONE: { description: "It was recorded and then taken back." },
  },
});

registerEnumType(AttendanceUploadPhase, {
  name: "AttendanceUploadPhase",
  description: "What is being done with a large roster.",
  valuesConfig: {
    WAITING: { description: "It is kept, and will be taken up in a moment." },
    READING: { description: "Its file is being read; its rows are not counted yet." },
    CHECKING: { description: "Its rows are being checked: checkedRows of rowCount." },
    RECORDING: { description: "It has no errors; its rows are being recorded, all or none." },
  },
});

registerEnumType(AttendanceSource, {
  name: "AttendanceSource",
  description: "How an attendance record came.",
  valuesConfig: {
    UPLOAD: { description: "By a roster." },
    ENTRY: { description: "Entered one at a time." },
    CLAIM: { description: "Claimed by the attendee." },
    API: { description: "By a partner's system." },
    IMPORT: { description: "With a bundle, from another system, which certified it." },
  },
});

@ShownTo(attendanceKeys)
@ObjectType("AttendanceUpload", {
  implements: NodeObject,
  description: "One roster that was sent.",
  simpleResolvers: true,
})
export class AttendanceUploadObject
  implements
    Pick<
      AttendanceUpload,
      | "id"
      | "status"
      | "preview"
      | "fileName"
      | "clientReference"
      | "rowCount"
      | "checkedRows"
      | "recordedRows"
      | "errorCount"
      | "warningCount"
      | "createdAt"
      | "phase"
      | "progress"
      | "addedRows"
      | "changedRows"
      | "removedRows"
      | "reason"
      | "undoneAt"
      | "undoReason"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => AttendanceUploadStatus, { description: "What became of it." }) status!: AttendanceUploadStatus;
  @Field(() => Boolean, { description: "Whether it was sent to be checked only." }) preview!: boolean;
  @Field(() => String, { description: "Name of the file; `rows.json` for rows that came without one." })
  fileName!: string;
  @Field(() => String, { nullable: true, description: "By what its sender looks for it." })
  clientReference!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Rows of data in the file, once counted; null where the file was refused as a whole.",
  })
  rowCount!: number | null;
  @Field(() => Int, { description: "Rows checked so far; equals rowCount when done." }) checkedRows!: number;
  @Field(() => Int, { description: "Rows recorded: all or none." }) recordedRows!: number;
  @Field(() => Int, { description: "How many errors were found." }) errorCount!: number;
  @Field(() => Int, { description: "How many warnings: what somebody should look at, though it keeps nothing out." })
  warningCount!: number;
  @Field(() => DateTime, { description: "When it was sent." }) createdAt!: Date;
  @Field(() => AttendanceUploadPhase, { nullable: true, description: "What is being done with it; null: it is done." })
  phase!: AttendanceUploadPhase | null;
  @Field(() => Int, {
    description: "How much of the work is done, in percent, by the time that it takes; 100 at its end.",
  })
  progress!: number;
  @Field(() => Int, { description: "Of a correction: records that it adds." }) addedRows!: number;
  @Field(() => Int, { description: "Of a correction: records that it changes." }) changedRows!: number;
  @Field(() => Int, {
    description: "Of a correction: records that it removes; of an upload that was undone: all of them.",
  })
  removedRows!: number;
  @Field(() => String, { nullable: true, description: "Why it corrects." }) reason!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it was taken back." }) undoneAt!: Date | null;
  @Field(() => String, { nullable: true, description: "Why it was taken back." }) undoReason!: string | null;
}

@ShownTo(attendanceKeys)
@ObjectType("AttendanceRecord", {
  implements: NodeObject,
  description: "One member's attendance at one offering.",
  simpleResolvers: true,
})
export class AttendanceRecordObject
  implements
    Pick<
      AttendanceRow,
      "id" | "completedOn" | "credits" | "source" | "uploadId" | "recordedAt" | "reversedAt" | "reversalReason"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => LocalDate, { description: "Day on which the member completed it." }) completedOn!: string;
  @Field(() => Credits, { description: "Credits awarded." }) credits!: string;
  @Field(() => AttendanceSource, { description: "How the record came." }) source!: AttendanceSource;
  @Field(() => ID, { nullable: true, description: "The roster that it came with." }) uploadId!: string | null;
  @Field(() => DateTime, { description: "When it was recorded." }) recordedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "Since when it does not count any more; null: it counts." })
  reversedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "Why it does not count any more." })
  reversalReason!: string | null;
}

export const AttendanceConnection = connectionOf("Attendance", () => AttendanceRecordObject);

@InputType({ description: "One attendance, as a row of a roster gives it." })
export class EnterAttendanceInput implements AttendanceEntry {
  @Field(() => String, { description: "A09164." })
  @MaxLength(50)
  @PlainLine()
  programNumber!: string;
  @Field(() => String, {
    description:
      "100100; or a verified e-mail address, or a licence with its kind's code before it, as rosters may have them.",
  })
  @MaxLength(255)
  @PlainLine()
  memberNumber!: string;
  @Field(() => String, {
    description:
      "The member's given names; case, accents and their order don't matter. Empty where there is one name only.",
  })
  @MaxLength(200)
  @PlainLine()
  firstName!: string;
  @Field(() => String, { description: "The member's family name. Empty where there is one name only." })
  @MaxLength(200)
  @PlainLine()
  lastName!: string;
  @Field(() => LocalDate, { description: "A day of an offering that has ended." })
  @EventDay()
  completionDate!: string;
  @Field(() => Credits, { description: "Over 0, in whole steps, at most the program's." }) credits!: string;
  @Field(() => String, {
    nullable: true,
    description: "Which of the offerings on that day: its place, address, time zone, first day or ID.",
  })
  @MaxLength(500)
  @PlainLine()
  offering?: string | null;
  @Field(() => [KindCreditsInput], {
    nullable: true,
    description: "How much of further kinds of credit, each once, at most what the program is approved for.",
  })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  creditKinds?: KindCreditsInput[] | null;
}

@InputType({ description: "How much of a further kind of credit, as a roster's cell has it." })
export class AttendanceRowKindInput implements EntryKind {
  @Field(() => String, { description: "Code of the kind." }) kind!: string;
  @Field(() => String, { description: '"1.5". Empty or zero: none.' }) credits!: string;
}

@InputType({
  description:
    "A row of a roster, cell by cell, as its text: what is wrong with a cell is an error of its row, not of the request.",
})
export class AttendanceRowInput implements RosterEntry {
  @Field(() => String, { description: "A09164." }) programNumber!: string;
  @Field(() => String, {
    description:
      "100100; or a verified e-mail address, or a licence with its kind's code before it, as rosters may have them.",
  })
  memberNumber!: string;
  @Field(() => String, { description: "The member's given names. Empty where there is one name only." })
  firstName!: string;
  @Field(() => String, { description: "The member's family name. Empty where there is one name only." })
  lastName!: string;
  @Field(() => String, { description: "2026-03-08; other forms as in a file." }) completionDate!: string;
  @Field(() => String, { description: '"1.5": over 0, in whole steps, at most the program\'s.' }) credits!: string;
  @Field(() => String, {
    nullable: true,
    description: "Which of the offerings on that day: its place, address, time zone, first day or ID.",
  })
  offering?: string | null;
  @Field(() => [AttendanceRowKindInput], {
    nullable: true,
    description: "How much of further kinds of credit, each once.",
  })
  creditKinds?: AttendanceRowKindInput[] | null;
}

@InputType({ description: "Which attendance: all conditions must hold." })
export class AttendanceFilter implements AttendanceConditions {
  @Field(() => [ID], { nullable: true, description: "One of these, at most 100." })
  @ArrayMaxSize(100)
  ids?: string[] | null;
  @Field(() => String, { nullable: true, description: "The whole Program ID." })
  @MaxLength(50)
  @PlainLine()
  programNumber?: string | null;
  @Field(() => String, { nullable: true, description: "The whole member ID." })
  @MaxLength(50)
  @PlainLine()
  memberNumber?: string | null;
  @Field(() => ID, { nullable: true, description: "The provider of the program." })
  @MaxLength(50)
  @PlainLine()
  providerId?: string | null;
  @Field(() => ID, { nullable: true, description: "The roster that it came with." })
  @MaxLength(50)
  @PlainLine()
  uploadId?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Completed on this day or later." })
  @IsOptional()
  @EventDay()
  completedFrom?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Completed on this day or before." })
  @IsOptional()
  @EventDay()
  completedTo?: string | null;
}
