import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";
import { NameRequestSource } from "./name-request.entity.ts";
import type { FormerNameRow, NameRequestRow } from "./name-request.queries.ts";
import { NameRequestStatus } from "./name-request.status.ts";

registerEnumType(NameRequestStatus, {
  name: "NameRequestStatus",
  description: "Where a change of name stands.",
  valuesConfig: {
    REQUESTED: { description: "Waits for staff." },
    APPROVED: { description: "It became the member's name." },
    REFUSED: { description: "It did not." },
    WITHDRAWN: { description: "The member took it back." },
  },
});
registerEnumType(NameRequestSource, {
  name: "NameRequestSource",
  description: "Who asked for another name.",
  valuesConfig: {
    MEMBER: { description: "The member." },
    SINGLE_SIGN_ON: { description: "The provider of single sign-on calls the member so." },
  },
});

@ObjectType("NameRequest", { description: "Another name that a member is to have.", simpleResolvers: true })
export class NameRequestObject implements Omit<NameRequestRow, "documentFileId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => ID, { description: "The member whose name it is to be." }) memberId!: string;
  @Field(() => NameRequestSource, { description: "Who asked for it." }) source!: NameRequestSource;
  @Field(() => String, { description: "Given names." }) firstName!: string;
  @Field(() => String, { description: "Family name." }) lastName!: string;
  @Field(() => String, { nullable: true, description: "What stands behind it." }) suffix!: string | null;
  @Field(() => String, { description: "The whole name." }) name!: string;
  @Field(() => String, { nullable: true, description: "What the member says about it." }) note!: string | null;
  @Field(() => NameRequestStatus, { description: "Where it stands." }) status!: NameRequestStatus;
  @Field(() => DateTime, { description: "Since when it waits, or waited." }) createdAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When it was decided or withdrawn." }) decidedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "What staff said to it." }) decision!: string | null;
}

@ObjectType("FormerName", { description: "A name that a member had.", simpleResolvers: true })
export class FormerNameObject implements Omit<FormerNameRow, "memberId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "The whole name." }) name!: string;
  @Field(() => DateTime, { description: "Until when." }) changedAt!: Date;
}
