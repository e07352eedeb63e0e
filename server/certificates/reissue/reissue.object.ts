import { ArrayMaxSize } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../core/lists/page.ts";
import { peopleOnly, ShownTo } from "../../core/policy.ts";
import { DateTime } from "../../core/scalars.ts";
import { Mistake, type ReissueScope } from "./mistakes.ts";
import type { ReissueChange, ReissueLine } from "./preview-reissue.ts";
import type { CertificateReissue } from "./reissue.entity.ts";

registerEnumType(Mistake, {
  name: "CertificateMistake",
  description: "What a certificate may say otherwise than it would by now.",
  valuesConfig: {
    NAME: { description: "The recipient's name." },
    TITLE: { description: "The activity." },
    PROVIDER: { description: "The provider's name." },
    JOINT_PROVIDERS: { description: "Who provided it together with the provider." },
    ACCREDITOR: { description: "The accreditor's name." },
    PLACE: { description: "Where it was held." },
    SIGNATURE: { description: "Who signs." },
    LOGO: { description: "The accreditor's logo." },
  },
});

@InputType({
  description: "Which certificates are to be issued anew: all conditions must hold, and one must be given.",
})
export class ReissueScopeInput implements ReissueScope {
  @Field(() => ID, { nullable: true, description: "Of this program." }) programId?: string | null;
  @Field(() => ID, { nullable: true, description: "Of this member." }) memberId?: string | null;
  @Field(() => [ID], { nullable: true, description: "Of these, at most 100." })
  @ArrayMaxSize(100)
  ids?: string[] | null;
  @Field(() => [Mistake], {
    nullable: true,
    description:
      "Those that say any of these otherwise, or of which it was not kept how they say it; left out: those known to say anything otherwise.",
  })
  @ArrayMaxSize(20)
  mistakes?: Mistake[] | null;
}

@ShownTo(peopleOnly)
@ObjectType("ReissueChange", { description: "What changes on the paper of a certificate.", simpleResolvers: true })
export class ReissueChangeObject implements ReissueChange {
  @Field(() => Mistake, { description: "What." }) mistake!: Mistake;
  @Field(() => String, { nullable: true, description: "As it is printed; null: that was not kept." })
  before!: string | null;
  @Field(() => String, { description: "As it would be; of a logo which file." }) after!: string;
}

@ShownTo(peopleOnly)
@ObjectType("ReissueLine", { description: "A certificate that would be issued anew.", simpleResolvers: true })
export class ReissueLineObject implements ReissueLine {
  @Field(() => ID, { description: "The certificate's ID." }) id!: string;
  @Field(() => String, { description: "Its number." }) number!: string;
  @Field(() => String, { description: "The name on it." }) recipientName!: string;
  @Field(() => String, { description: "The activity on it." }) title!: string;
  @Field(() => [ReissueChangeObject], { description: "What changes." }) changes!: ReissueChange[];
}

export const ReissueLineConnection = connectionOf("ReissueLine", () => ReissueLineObject);

@ShownTo(peopleOnly)
@ObjectType("MistakeCount", { description: "How many certificates say something otherwise.", simpleResolvers: true })
export class MistakeCountObject {
  @Field(() => Mistake, { description: "What." }) mistake!: Mistake;
  @Field(() => Int, { description: "How many." }) count!: number;
}

@ShownTo(peopleOnly)
@ObjectType("ReissuePreview", { description: "What a reissue of certificates would do." })
export class ReissuePreviewObject {
  /** Which, for the fields that read. */
  scope!: ReissueScope;
}

/** A reissue, and how far it is. */
export type ReissueState = CertificateReissue & { total: number; done: number; passed: number; refused: number };

@ShownTo(peopleOnly)
@ObjectType("CertificateReissue", {
  description: "Certificates that are issued anew together, one by one.",
  simpleResolvers: true,
})
export class CertificateReissueObject
  implements
    Pick<
      ReissueState,
      "id" | "programId" | "reason" | "requestedAt" | "stoppedAt" | "endedAt" | "total" | "done" | "passed" | "refused"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => ID, { nullable: true, description: "The program that it is of, where it is of one." })
  programId!: string | null;
  @Field(() => String, { description: "Why; their members read it." }) reason!: string;
  @Field(() => DateTime, { description: "When it was asked for." }) requestedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "Since when it is stopped; null: it goes on." })
  stoppedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When it was done; null: it is not." }) endedAt!: Date | null;
  @Field(() => Int, { description: "How many certificates it is of." }) total!: number;
  @Field(() => Int, { description: "In whose place another is issued, or about to be." }) done!: number;
  @Field(() => Int, { description: "Which had ended, or were right, by then." }) passed!: number;
  @Field(() => Int, { description: "In whose place none can be issued." }) refused!: number;
}
