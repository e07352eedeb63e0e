import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { CertificateStatus } from "../certificates/certificate.status.ts";
import { connectionOf } from "../core/lists/page.ts";
import { everyKey, ShownTo } from "../core/policy.ts";
import { DateTime, LocalDate } from "../core/scalars.ts";
import { Fee } from "../fees/fee.entity.ts";
import { ProgramStatus } from "../programs/program.status.ts";
import { EventType, keysOfPart } from "./event.types.ts";

registerEnumType(EventType, {
  name: "EventType",
  description: "What can happen. A webhook calls it by its name in small letters: certificate.issued.",
  valuesConfig: {
    PROGRAM_SUBMITTED: { description: "An application was handed in, for the first time or again." },
    PROGRAM_DECIDED: { description: "It was approved or denied, or changes were asked for: `status` says which." },
    PROGRAM_POSTPONED: { description: "An offering was moved to other days or to another place." },
    PROGRAM_CANCELLED: { description: "An approved program was called off." },
    ATTENDANCE_RECORDED: { description: "Attendance counts from now on: of a whole roster at once, or of one person." },
    ATTENDANCE_UNDONE: { description: "Attendance does not count any more: it was undone, corrected or revoked." },
    CERTIFICATE_ISSUED: { description: "A certificate was issued." },
    CERTIFICATE_SUPERSEDED: { description: "Another certificate has taken its place, or is to." },
    CERTIFICATE_REVOKED: { description: "A certificate was revoked." },
    FEE_DUE: { description: "A fee was charged." },
    FEE_PAID: { description: "Nothing of a fee is due any more: it was paid, or waived." },
    MEMBER_CHANGED: { description: "A member was added, changed or erased: `change` says which." },
    MEMBER_MERGED: { description: "A member was found to be another one as well." },
  },
});

export enum MemberChangeKind {
  ADDED = "ADDED",
  CHANGED = "CHANGED",
  ERASED = "ERASED",
  MERGED = "MERGED",
}

registerEnumType(MemberChangeKind, {
  name: "MemberEventChange",
  description: "What became of a member.",
  valuesConfig: {
    ADDED: { description: "Is on record for the first time." },
    CHANGED: { description: "Name, number, membership or what else the member's page has is another." },
    ERASED: { description: "Asked to be forgotten: whoever copied the member's data takes it out." },
    MERGED: { description: "Is the member that `mergedIntoId` names." },
  },
});

@ShownTo(keysOfPart.program)
@ObjectType("ProgramEvent", { description: "What happened to a program.", simpleResolvers: true })
export class ProgramEventObject {
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => ProgramStatus, { description: "Its status afterwards." }) status!: ProgramStatus;
  @Field(() => ID, { nullable: true, description: "The offering that was postponed." }) offeringId!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Its first day from now on." }) startsOn!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Its last day." }) endsOn!: string | null;
}

@ShownTo(keysOfPart.attendance)
@ObjectType("AttendanceEvent", {
  description:
    "Attendance that counts, or does not any more. A roster is told of in one event, a very long one in several, one after the other.",
  simpleResolvers: true,
})
export class AttendanceEventObject {
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => ID, { description: "Its offering." }) offeringId!: string;
  @Field(() => ID, { nullable: true, description: "The roster; null: entered one by one, or claimed." }) uploadId!:
    | string
    | null;
  @Field(() => Int, { description: "Of how many people." }) records!: number;
}

@ShownTo(keysOfPart.certificate)
@ObjectType("CertificateEvent", { description: "What happened to a certificate.", simpleResolvers: true })
export class CertificateEventObject {
  @Field(() => ID, { description: "The certificate." }) certificateId!: string;
  @Field(() => ID, { description: "The program that it is for." }) programId!: string;
  @Field(() => ID, { description: "The member who holds it." }) memberId!: string;
  @Field(() => CertificateStatus, { description: "Its status afterwards." }) status!: CertificateStatus;
}

@ShownTo(keysOfPart.fee)
@ObjectType("FeeEvent", { description: "What happened to a fee of a program.", simpleResolvers: true })
export class FeeEventObject {
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => Fee, { description: "Which fee." }) fee!: Fee;
  @Field(() => Int, { description: "In cents: what was charged, or what of it was settled last." }) amount!: number;
  @Field(() => String, { description: "ISO 4217." }) currency!: string;
  @Field(() => Boolean, { description: "Whether it was waived instead of paid." }) waived!: boolean;
}

@ShownTo(keysOfPart.member)
@ObjectType("MemberEvent", { description: "What happened to a member.", simpleResolvers: true })
export class MemberEventObject {
  @Field(() => ID, { description: "The member." }) memberId!: string;
  @Field(() => MemberChangeKind, { description: "What became of it." }) change!: MemberChangeKind;
  @Field(() => ID, { nullable: true, description: "The member that it is, after a merge." }) mergedIntoId!:
    | string
    | null;
}

@ShownTo(everyKey)
@ObjectType("Event", {
  description: "Something that happened. Of the five fields that tell of a thing, one is there: by `type`.",
  simpleResolvers: true,
})
export class EventObject {
  @Field(() => ID, { description: "The same in the feed and in a webhook's `webhook-id`." }) id!: string;
  @Field(() => EventType, { description: "What." }) type!: EventType;
  @Field(() => DateTime, { description: "When." }) at!: Date;
  @Field(() => ProgramEventObject, { nullable: true, description: "Of PROGRAM_…" }) program!: ProgramEventObject | null;
  @Field(() => AttendanceEventObject, { nullable: true, description: "Of ATTENDANCE_…" })
  attendance!: AttendanceEventObject | null;
  @Field(() => CertificateEventObject, { nullable: true, description: "Of CERTIFICATE_…" })
  certificate!: CertificateEventObject | null;
  @Field(() => FeeEventObject, { nullable: true, description: "Of FEE_…" }) fee!: FeeEventObject | null;
  @Field(() => MemberEventObject, { nullable: true, description: "Of MEMBER_…" }) member!: MemberEventObject | null;
}

export const EventConnection = connectionOf("Event", () => EventObject);
