import { ArrayMaxSize, IsEnum, MaxLength, ValidateIf } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { AttendanceUploadPhase } from "../../attendance/attendance.entity.ts";
import { ApiScope } from "../../core/api-scopes.ts";
import { PlainLine } from "../../core/input-rules.ts";
import { connectionOf } from "../../core/lists/page.ts";
import { NodeObject } from "../../core/node.ts";
import { keysWith, ShownTo } from "../../core/policy.ts";
import { DateTime } from "../../core/scalars.ts";
import { type HeadingUse, MemberImportColumn } from "./member-import.columns.ts";
import { MemberChangeKind } from "./member-import.entity.ts";
import type { MemberChangeRow, MemberImportRow } from "./member-import.queries.ts";
import { MemberImportStatus } from "./member-import.status.ts";
import { type UndoObstacle, UndoObstacleReason } from "./undo-member-import.ts";

/** For API keys that write members. */
export const importKeys = keysWith(ApiScope.MEMBERS_WRITE);

registerEnumType(MemberImportStatus, {
  name: "MemberImportStatus",
  description: "What became of a list of members.",
  valuesConfig: {
    CHECKING: { description: "It is being compared with the members that there are." },
    REJECTED: { description: "It has errors; nobody was changed." },
    PREVIEWED: { description: "It has no errors; as it was a preview, nobody was changed." },
    PROCESSED: { description: "All that it changes is changed." },
    UNDONE: { description: "It was taken back: everybody is as before." },
  },
});

registerEnumType(MemberChangeKind, {
  name: "MemberChangeKind",
  description: "What an import does with one member.",
  valuesConfig: {
    ADDED: { description: "There was nobody with this number." },
    CHANGED: { description: "The list says something else of them." },
    DEACTIVATED: { description: "They may not earn credit any more; what else changed is there as well." },
  },
});

registerEnumType(MemberImportColumn, {
  name: "MemberImportColumn",
  description: "What a column of a list of members says.",
  valuesConfig: {
    MEMBER_NUMBER: { description: "The number by which members are told apart; every list has it." },
    FIRST_NAME: { description: "Given names." },
    LAST_NAME: { description: "Family name." },
    SUFFIX: { description: "What stands behind the name: Jr., III." },
    EMAIL: {
      description: "The address that the association has. It becomes no sign-in, and changes no account.",
    },
    PHONE: { description: "Telephone number." },
    CITY: { description: "City." },
    STATE: { description: "State." },
    ZIP: { description: "Zip code." },
    COUNTY: { description: "County." },
    ROLE: { description: "What the person does, such as Practitioner." },
    MEMBERSHIP: { description: "Member or Guest." },
    MEMBER_SINCE: { description: "Since when of the association." },
    MEMBER_UNTIL: { description: "The last day of the membership." },
    ACTIVE: { description: "Whether they may earn credit: yes or no, active or inactive." },
  },
});

export enum MemberImportAction {
  UNDO = "UNDO",
}

registerEnumType(MemberImportAction, {
  name: "MemberImportAction",
  description: "What the viewer can do with an import now.",
  valuesConfig: { UNDO: { description: "undoMemberImport" } },
});

registerEnumType(UndoObstacleReason, {
  name: "MemberUndoObstacleReason",
  description: "What stands in the way of taking an import back.",
  valuesConfig: {
    LATER_IMPORT: { description: "A later import changed this member: take that one back first." },
    CHANGED_SINCE: { description: "Somebody has corrected since what the import changed." },
    HAS_RECORDS: { description: "The member came by the import, and has an account, credit or another record by now." },
    MERGED: { description: "The member was merged into another one." },
    YOURSELF: { description: "It is the viewer's own record." },
  },
});

@InputType({ description: "For what one heading of a file is used." })
export class HeadingUseInput implements HeadingUse {
  @Field(() => String, { description: "As the file has it." })
  @PlainLine()
  @MaxLength(500)
  heading!: string;
  @Field(() => MemberImportColumn, { nullable: true, description: "What it says; null: nothing is taken from it." })
  @ValidateIf((_, value) => value != null)
  @IsEnum(MemberImportColumn)
  column!: MemberImportColumn | null;
}

@InputType({ description: "How a list of members is read." })
export class MemberImportTerms {
  @Field(() => [HeadingUseInput], {
    nullable: true,
    description:
      "For what the file's headings are used; those that are not named are not used. Left out: as in the import before, else by what they are called.",
  })
  @ArrayMaxSize(256)
  columns?: HeadingUseInput[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether active members of the association who are not in the list are deactivated. Default: no. Guests stay.",
  })
  deactivatesMissing?: boolean | null;
}

@ShownTo(importKeys)
@ObjectType("HeadingUse", { description: "For what one heading of a file is used.", simpleResolvers: true })
export class HeadingUseObject implements HeadingUse {
  @Field(() => String, { description: "As the file has it." }) heading!: string;
  @Field(() => MemberImportColumn, { nullable: true, description: "What it says; null: nothing is taken from it." })
  column!: MemberImportColumn | null;
}

@ShownTo(importKeys)
@ObjectType("MemberImport", {
  implements: NodeObject,
  description: "A list of members that was sent.",
  simpleResolvers: true,
})
export class MemberImportObject implements Omit<MemberImportRow, "findingKinds"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => MemberImportStatus, { description: "What became of it." }) status!: MemberImportStatus;
  @Field(() => Boolean, { description: "Whether it was sent to be compared only." }) preview!: boolean;
  @Field(() => String, { description: "Name of the file." }) fileName!: string;
  @Field(() => String, { nullable: true, description: "Who sent it: the primary e-mail address; null: the system." })
  sender!: string | null;
  @Field(() => DateTime, { description: "When it was sent." }) createdAt!: Date;
  @Field(() => Boolean, { description: "Whether members who are not in it are deactivated." })
  deactivatesMissing!: boolean;
  @Field(() => [HeadingUseObject], { description: "For what each of its headings is used, in its order." })
  columns!: HeadingUse[];
  @Field(() => Int, {
    nullable: true,
    description: "Rows below the headings, once counted; null where the file was refused as a whole.",
  })
  rowCount!: number | null;
  @Field(() => Int, { description: "Rows compared so far; equals rowCount when done." }) checkedRows!: number;
  @Field(() => Int, { description: "How many errors were found." }) errorCount!: number;
  @Field(() => Int, { description: "How many warnings: what somebody should look at, though it keeps nothing out." })
  warningCount!: number;
  @Field(() => Int, { description: "Members that it adds." }) addedRows!: number;
  @Field(() => Int, { description: "Members that it changes, and who stay active or inactive or become active." })
  changedRows!: number;
  @Field(() => Int, { description: "Members that it deactivates, those who are not in it among them." })
  deactivatedRows!: number;
  @Field(() => Int, { description: "Rows that say what is known already: nothing of them is touched." })
  unchangedRows!: number;
  @Field(() => Int, { description: "Active members of the association who are not in it, guests not counted." })
  absentMembers!: number;
  @Field(() => AttendanceUploadPhase, { nullable: true, description: "What is being done with it; null: it is done." })
  phase!: AttendanceUploadPhase | null;
  @Field(() => Int, { description: "How much of the work is done, in percent; 100 at its end." }) progress!: number;
  @Field(() => DateTime, { nullable: true, description: "When it was taken back." }) undoneAt!: Date | null;
  @Field(() => String, { nullable: true, description: "Why it was taken back." }) undoReason!: string | null;
}

export const MemberImportConnection = connectionOf("MemberImport", () => MemberImportObject);

@ShownTo(importKeys)
@ObjectType("MemberFieldChange", { description: "One field of a member, before and after.", simpleResolvers: true })
export class MemberFieldChangeObject {
  @Field(() => String, { description: "The field, such as lastName; of the address in the list: contactEmail." })
  field!: string;
  @Field(() => String, { nullable: true, description: "What was; null: nothing." }) before!: string | null;
  @Field(() => String, { nullable: true, description: "What is from now on; null: nothing." }) after!: string | null;
}

@ShownTo(importKeys)
@ObjectType("MemberChange", {
  description: "What an import did with one member: of a preview, would do.",
  simpleResolvers: true,
})
export class MemberChangeObject implements Omit<MemberChangeRow, "before" | "after"> {
  @Field(() => MemberChangeKind, { description: "What it does." }) kind!: MemberChangeKind;
  @Field(() => ID, { nullable: true, description: "The member; null: there is none with this number now." })
  memberId!: string | null;
  @Field(() => String, { description: "The member's number." }) memberNumber!: string;
  @Field(() => String, { description: "What the member is called." }) name!: string;
  @Field(() => Int, { nullable: true, description: "Physical line of the file; null: it does not have the member." })
  line!: number | null;
}

export const MemberChangeConnection = connectionOf("MemberChange", () => MemberChangeObject);

@ShownTo(importKeys)
@ObjectType("MemberUndoObstacle", {
  description: "Why an import cannot be taken back for one member.",
  simpleResolvers: true,
})
export class MemberUndoObstacleObject implements UndoObstacle {
  @Field(() => String, { description: "The member's number." }) memberNumber!: string;
  @Field(() => UndoObstacleReason, { description: "What stands in the way." }) reason!: UndoObstacleReason;
}
