import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { AttendanceUploadPhase } from "../attendance/attendance.entity.ts";
import { ErrorCode } from "../core/errors.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { peopleOnly, ShownTo } from "../core/policy.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { DateTime } from "../core/scalars.ts";
import type { BundleColumn, ChosenColumn } from "./bundle.entity.ts";
import type { BundleFileRow, BundleImportRow, BundleRowError } from "./bundle.queries.ts";
import { BundleStatus } from "./bundle.status.ts";
import type { MovingKindName } from "./moving-kind.ts";

registerEnumType(BundleStatus, {
  name: "BundleStatus",
  description: "What became of a bundle.",
  valuesConfig: {
    CHECKING: { description: "It is being compared with what is on record." },
    REJECTED: { description: "It has errors; nothing was recorded." },
    CHECKED: { description: "It has no errors, and waits for recordBundle." },
    RECORDING: { description: "It is being recorded." },
    PROCESSED: { description: "All of it is recorded." },
    UNDOING: { description: "It is being taken back." },
    UNDONE: { description: "It was taken back: everything is as before." },
  },
});

export enum MovingKindEnum {
  PROVIDERS = "PROVIDERS",
  MEMBERS = "MEMBERS",
  MERGED_NUMBERS = "MERGED_NUMBERS",
  FORMER_NAMES = "FORMER_NAMES",
  LICENCES = "LICENCES",
  PROGRAMS = "PROGRAMS",
  SPEAKERS = "SPEAKERS",
  OFFERINGS = "OFFERINGS",
  DECISIONS = "DECISIONS",
  SESSIONS = "SESSIONS",
  REGISTRATIONS = "REGISTRATIONS",
  FEES = "FEES",
  DOCUMENTS = "DOCUMENTS",
  CERTIFICATES = "CERTIFICATES",
  OUTSIDE_CREDIT = "OUTSIDE_CREDIT",
  ATTENDANCE = "ATTENDANCE",
}

registerEnumType(MovingKindEnum, {
  name: "BundleFileKind",
  description: "What the rows of a file of a bundle are.",
  valuesConfig: {
    PROVIDERS: { description: "Organisations that held programs." },
    MEMBERS: { description: "Who holds credit." },
    MERGED_NUMBERS: { description: "Numbers under which members were once kept twice." },
    FORMER_NAMES: { description: "What members were called before." },
    LICENCES: { description: "Numbers that registries and boards gave members." },
    PROGRAMS: { description: "Programs that were handed in elsewhere." },
    SPEAKERS: { description: "Who teaches in programs." },
    OFFERINGS: { description: "When and where programs were, or will be, held." },
    DECISIONS: { description: "What was decided on programs elsewhere, when and by whom." },
    SESSIONS: { description: "Parts of conferences that earn credit of their own." },
    REGISTRATIONS: { description: "Who was, or is, booked for which conference." },
    FEES: { description: "What providers paid for programs elsewhere." },
    DOCUMENTS: { description: "Documents of programs, each a file of the bundle." },
    CERTIFICATES: { description: "Certificates that another system issued." },
    OUTSIDE_CREDIT: { description: "Credit that members earned elsewhere, with what shows it." },
    ATTENDANCE: { description: "Who attended which program, and for how much credit." },
  },
});

export enum BundleAction {
  RECORD = "RECORD",
  UNDO = "UNDO",
}

registerEnumType(BundleAction, {
  name: "BundleAction",
  description: "What the viewer can do with a bundle now.",
  valuesConfig: { RECORD: { description: "recordBundle" }, UNDO: { description: "undoBundle" } },
});

@ShownTo(peopleOnly)
@ObjectType("BundleColumn", { description: "For what one heading of a file is used.", simpleResolvers: true })
export class BundleColumnObject implements BundleColumn {
  @Field(() => String, { description: "As the file has it." }) heading!: string;
  @Field(() => String, { nullable: true, description: "The column that it is; null: nothing is taken from it." })
  column!: string | null;
}

@InputType("BundleColumnInput", { description: "For what one heading is used, in every file of a kind." })
export class BundleColumnInput implements ChosenColumn {
  @Field(() => MovingKindEnum, { description: "Of which kind the files are." }) kind!: MovingKindName;
  @Field(() => String, { description: "As the files have it, whatever the case and punctuation." }) heading!: string;
  @Field(() => String, {
    nullable: true,
    description: "The column that it is, one of BundleFile.choices; null: nothing is taken from it.",
  })
  column!: string | null;
}

@ShownTo(peopleOnly)
@ObjectType("BundleColumnChoice", { description: "A column that a heading may be used for.", simpleResolvers: true })
export class BundleColumnChoiceObject {
  @Field(() => String, { description: "Its name in BundleColumnInput." }) column!: string;
  @Field(() => String, { description: "How a file of ours heads it." }) heading!: string;
  @Field(() => Boolean, { description: "Whether every file needs it." }) required!: boolean;
}

@ShownTo(peopleOnly)
@ObjectType("BundleSample", { description: "A row as it is read.", simpleResolvers: true })
export class BundleSampleObject {
  @Field(() => Int, { description: "Physical line of the file." }) line!: number;
  @Field(() => [String], { description: "What each column says: number: 100100." }) cells!: string[];
}

@ShownTo(peopleOnly)
@ObjectType("BundleFile", { description: "One file of a bundle.", simpleResolvers: true })
export class BundleFileObject implements Omit<BundleFileRow, "kind" | "samples"> {
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => MovingKindEnum, { nullable: true, description: "What its rows are; null: its name does not say." })
  kind!: MovingKindName | null;
  @Field(() => [BundleColumnObject], { description: "For what each of its headings is used, in its order." })
  columns!: BundleColumn[];
  @Field(() => [BundleColumnChoiceObject], { description: "For what its headings can be used." })
  choices!: BundleColumnChoiceObject[];
  @Field(() => Int, { nullable: true, description: "Rows below the headings; null: not read." })
  rowCount!: number | null;
  @Field(() => Int, { description: "Records that it adds." }) addedRows!: number;
  @Field(() => Int, { description: "Records that it changes." }) changedRows!: number;
  @Field(() => Int, { description: "Rows that say what is on record." }) unchangedRows!: number;
  @Field(() => Int, { description: "Rows that say something else than a record that stays as it is." })
  leftRows!: number;
  @Field(() => [BundleSampleObject], { description: "The first rows that add or change something." })
  samples!: BundleSampleObject[];
}

@ShownTo(peopleOnly)
@ObjectType("BundleImport", {
  implements: NodeObject,
  description: "A bundle of files that an accreditor brought from where it was.",
  simpleResolvers: true,
})
export class BundleImportObject implements Omit<BundleImportRow, "findingKinds" | "files" | "obstacles"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => BundleStatus, { description: "What became of it." }) status!: BundleStatus;
  @Field(() => String, { description: "Name of the file." }) fileName!: string;
  @Field(() => String, {
    nullable: true,
    description: "Who sent it, or had it recorded: the primary e-mail address; null: the command line.",
  })
  sender!: string | null;
  @Field(() => DateTime, { description: "When it was sent." }) createdAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When it was recorded." }) recordedAt!: Date | null;
  @Field(() => Int, { description: "How many errors were found." }) errorCount!: number;
  @Field(() => Int, { description: "How many warnings: what somebody should look at, though it keeps nothing out." })
  warningCount!: number;
  @Field(() => AttendanceUploadPhase, { nullable: true, description: "What is being done with it; null: nothing." })
  phase!: AttendanceUploadPhase | null;
  @Field(() => Int, { description: "How much of the work is done, in percent." }) progress!: number;
  @Field(() => DateTime, { nullable: true, description: "When it was taken back." }) undoneAt!: Date | null;
  @Field(() => String, { nullable: true, description: "Why it was taken back." }) undoReason!: string | null;
}

export const BundleImportConnection = connectionOf("BundleImport", () => BundleImportObject);

@ShownTo(peopleOnly)
@ObjectType("BundleError", {
  description: "What is wrong, or may be, with one cell, or one row, of a file of a bundle.",
  simpleResolvers: true,
})
export class BundleErrorObject implements BundleRowError {
  @Field(() => FindingSeverity, { description: "What follows from it." }) severity!: FindingSeverity;
  @Field(() => String, { description: "Name of the file." }) file!: string;
  @Field(() => Int, { description: "Physical line of the file, 1 for the heading." }) line!: number;
  @Field(() => String, { nullable: true, description: "As the file's heading has it; null: the row." })
  column!: string | null;
  @Field(() => String, { nullable: true, description: "As given." }) value!: string | null;
  @Field(() => ErrorCode, { description: "Stable; the same for every file with this fault." }) code!: ErrorCode;
  @Field(() => String, { description: "What is wrong and what to do." }) message!: string;
  @Field(() => [String], { description: "What may have been meant." }) suggestions!: string[];
}

export const BundleErrorConnection = connectionOf("BundleError", () => BundleErrorObject);
