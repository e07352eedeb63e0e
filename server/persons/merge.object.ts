import { Field, ID, Int, ObjectType } from "type-graphql";
import { CertificateStatus } from "../certificates/certificate.status.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import type { EndedCertificate, MergeCounts, MergedPerson, MergeHolding, MergePlan } from "./merge-plan.ts";

@ObjectType("MergeMember", {
  description: "One of two members, as it is before they are merged.",
  simpleResolvers: true,
})
export class MergeMemberObject
  implements Pick<MergedPerson, "id" | "memberNumber" | "firstName" | "lastName" | "name">
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "The number that rosters name." }) memberNumber!: string;
  @Field(() => String, { description: "Given names." }) firstName!: string;
  @Field(() => String, { description: "Family name." }) lastName!: string;
  @Field(() => String, { description: "The whole name, as certificates show it." }) name!: string;
  @Field(() => Boolean, { description: "Whether somebody can sign in as this member." }) hasAccount!: boolean;
  @Field(() => [String], { description: "The account's addresses, the primary first." }) addresses!: string[];
}

@ObjectType("MergeCounts", { description: "How much goes over from the merged member.", simpleResolvers: true })
export class MergeCountsObject implements MergeCounts {
  @Field(() => Int, { description: "E-mail addresses." }) addresses!: number;
  @Field(() => Int, { description: "Sign-ins, which end." }) devices!: number;
  @Field(() => Int, { description: "Providers acted for; who is OWNER of one stays that." }) providers!: number;
  @Field(() => Int, { description: "API keys, which go on working." }) apiKeys!: number;
  @Field(() => Int, { description: "Attendance records, with those that are reversed." }) attendance!: number;
  @Field(() => Int, { description: "Sessions chosen." }) claims!: number;
  @Field(() => Int, { description: "Certificates, with those that do not hold any more." }) certificates!: number;
  @Field(() => Int, { description: "Mails." }) mails!: number;
}

@ObjectType("MergeHolding", { description: "Credit, or a chosen session, of one of the two.", simpleResolvers: true })
export class MergeHoldingObject
  implements Pick<MergeHolding, "programNumber" | "title" | "sessionTitle" | "completedOn" | "credits" | "creditUnit">
{
  @Field(() => String, { description: "Whose: the member number." }) memberNumber!: string;
  @Field(() => String, { description: "Program ID." }) programNumber!: string;
  @Field(() => String, { description: "Title of the program." }) title!: string;
  @Field(() => String, { nullable: true, description: "Null: the whole program." }) sessionTitle!: string | null;
  @Field(() => LocalDate, { description: "Day on which it was completed." }) completedOn!: string;
  @Field(() => Credits, { description: "What it earns." }) credits!: string;
  @Field(() => String, { description: "What one credit is called." }) creditUnit!: string;
  @Field(() => Boolean, { description: "Whether it was awarded; else it is a choice only." }) awarded!: boolean;
  @Field(() => String, { nullable: true, description: "The certificate that shows it." }) certificateNumber!:
    | string
    | null;
}

@ObjectType("DoubledCredit", { description: "What both hold, and so counts once.", simpleResolvers: true })
export class DoubledCreditObject {
  @Field(() => MergeHoldingObject, { description: "Is reversed." }) dropped!: MergeHoldingObject;
  @Field(() => MergeHoldingObject, { description: "Stays." }) kept!: MergeHoldingObject;
}

@ObjectType("EndedCertificate", {
  description: "A certificate that does not hold after a merge.",
  simpleResolvers: true,
})
export class EndedCertificateObject {
  @Field(() => String, { description: "Its number." }) number!: string;
  @Field(() => CertificateStatus, { description: "What it becomes." }) status!: EndedCertificate["status"];
}

@ObjectType("MergePreview", {
  description: "Exactly what merging two members does. It cannot be undone.",
  simpleResolvers: true,
})
export class MergePreviewObject {
  @Field(() => MergeMemberObject, { description: "Stays." }) kept!: MergeMemberObject;
  @Field(() => MergeMemberObject, { description: "Becomes another number of the one that stays." })
  merged!: MergeMemberObject;
  @Field(() => MergeCountsObject, { description: "What goes over." }) moved!: MergeCountsObject;
  @Field(() => [DoubledCreditObject], { description: "What counts once from then on." })
  doubled!: DoubledCreditObject[];
  @Field(() => [EndedCertificateObject], { description: "Certificates that show what is dropped." })
  endedCertificates!: EndedCertificateObject[];
  @Field(() => [String], { description: "Titles of conferences for which one new certificate is issued." })
  newCertificates!: string[];
  @Field(() => String, { description: "For mergeMembers: another plan has another." }) fingerprint!: string;
}

/** A plan as staff see it. */
export function previewOf(plan: MergePlan): MergePreviewObject {
  const person = ({ addresses, accountId, isStaff: _, ...facts }: MergedPerson) => ({
    ...facts,
    hasAccount: accountId !== null,
    addresses: addresses.map(({ address }) => address),
  });
  const holding = (held: MergeHolding): MergeHoldingObject => ({
    ...held,
    memberNumber: held.memberId === plan.kept.id ? plan.kept.memberNumber : plan.merged.memberNumber,
    awarded: held.recordId !== null,
  });
  return {
    ...plan,
    kept: person(plan.kept),
    merged: person(plan.merged),
    doubled: plan.doubled.map(({ dropped, kept }) => ({ dropped: holding(dropped), kept: holding(kept) })),
    newCertificates: plan.newCertificates.map(({ title }) => title),
  };
}
