import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../core/lists/page.ts";
import { DateTime } from "../core/scalars.ts";
import { AttentionAction, AttentionKind } from "./attention.kinds.ts";
import type { AttentionRow } from "./attention.queries.ts";

registerEnumType(AttentionKind, {
  name: "AttentionKind",
  description: "What nobody would notice otherwise.",
  valuesConfig: {
    CERTIFICATE_UNMADE: { description: "A certificate that could not be made." },
    CERTIFICATE_MISSING: {
      description:
        "Attendance without a certificate, though nothing holds it: neither fees nor a job that is still at it. Looked for every quarter of an hour.",
    },
    JOB_FAILED: { description: "A job that is not tried any more." },
    MAIL_FAILED: { description: "A mail that did not go out or came back, and was not sent again." },
    REPORT_OVERDUE: { description: "An offering whose time to report attendance is over." },
    NAME_WAITING: { description: "A name that a member asked for." },
    CREDIT_WAITING: { description: "Credit from elsewhere that a member entered: one entry for each member." },
    SESSION_PROPOSED: {
      description:
        "Changes of sessions that the provider of an approved conference asked for: one entry for each conference.",
    },
    PRESENCE_WAITING: {
      description:
        "Evidence of presence that counts only once somebody lets it: what people say of themselves, and what was sent late. One entry for each conference.",
    },
    MEMBER_TWICE: {
      description:
        "Two members who may be one person: of the same name and address, or with one verified e-mail address in two spellings. Looked for every quarter of an hour.",
    },
  },
});

registerEnumType(AttentionAction, {
  name: "AttentionAction",
  description: "What the viewer can do about it.",
  valuesConfig: {
    CORRECT_AND_RETRY: { description: "correct what can't be printed, then retryCertificates" },
    RETRY_CERTIFICATES: { description: "retryCertificates" },
    RETRY_JOB: { description: "retryJob" },
    RESEND_MAIL: { description: "resendMail" },
    EXTEND_REPORTING: { description: "extendReporting" },
    DECIDE_NAME: { description: "decideNameChange" },
    DECIDE_CREDIT: { description: "decideOutsideCredit" },
    DECIDE_SESSION: { description: "decideSessionProposal" },
    DECIDE_PRESENCE: { description: "decidePresence" },
    MERGE_MEMBERS: { description: "mergeMembers" },
    SET_ASIDE: { description: "setAttentionAside" },
  },
});

@ObjectType("AttentionCount", { description: "How much of one kind there is.", simpleResolvers: true })
export class AttentionCountObject {
  @Field(() => AttentionKind, { description: "Which." }) kind!: AttentionKind;
  @Field(() => Int, { description: "How much." }) count!: number;
}

@ObjectType("AttentionItem", {
  description: "Something that needs attention. Of its subjects those are set that its kind is about.",
  simpleResolvers: true,
})
export class AttentionItemObject
  implements Omit<AttentionRow, "mailSubject" | "mailAddress" | "jobName" | "dueOn" | "part" | "codePoint" | "because">
{
  @Field(() => ID, { description: "Its kind and what it is about: the same as long as it is there." }) id!: string;
  @Field(() => AttentionKind, { description: "Which." }) kind!: AttentionKind;
  @Field(() => DateTime, { description: "Since when." }) since!: Date;
  @Field(() => ID, { nullable: true, description: "The program." }) programId!: string | null;
  @Field(() => String, { nullable: true, description: "Its number: A09164." }) programNumber!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." }) programName!: string | null;
  @Field(() => ID, { nullable: true, description: "The member." }) memberId!: string | null;
  @Field(() => String, { nullable: true, description: "The member's ID." }) memberNumber!: string | null;
  @Field(() => String, { nullable: true, description: "The member's name." }) memberName!: string | null;
  @Field(() => ID, { nullable: true, description: "Of two, the one with the higher number." }) otherMemberId!:
    | string
    | null;
  @Field(() => String, { nullable: true, description: "The other member's ID." }) otherMemberNumber!: string | null;
  @Field(() => String, { nullable: true, description: "The other member's name." }) otherMemberName!: string | null;
  @Field(() => ID, { nullable: true, description: "The mail." }) mailId!: string | null;
}

export const AttentionConnection = connectionOf("AttentionItem", () => AttentionItemObject);

@ObjectType("Attention", {
  description: "What nobody would notice otherwise: all for staff, one's own for a provider.",
})
export class AttentionObject {
  @Field(() => DateTime, { description: "As of when.", simple: true }) at!: Date;
}
