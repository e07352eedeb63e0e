import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";
import { RequestKind } from "../policies/waiting-request.entity.ts";
import type { WaitingRequestRow } from "./waiting-request.queries.ts";

registerEnumType(RequestKind, {
  name: "RequestKind",
  description: "What may need a second person.",
  valuesConfig: {
    ERASE_MEMBER: { description: "eraseMember" },
    MERGE_MEMBERS: { description: "mergeMembers" },
    MERGE_PROVIDERS: { description: "mergeProviders" },
    UPDATE_SETTINGS: { description: "updateSettings" },
  },
});

export enum RequestAction {
  APPROVE = "APPROVE",
  REFUSE = "REFUSE",
}

registerEnumType(RequestAction, {
  name: "RequestAction",
  description: "What the viewer can do with a request now.",
  valuesConfig: { APPROVE: { description: "approveRequest" }, REFUSE: { description: "refuseRequest" } },
});

@ObjectType("WaitingRequest", {
  description: "What one of the staff wants done, and a second one has yet to approve.",
  simpleResolvers: true,
})
export class WaitingRequestObject implements Omit<WaitingRequestRow, "arguments" | "requestedByAccountId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => RequestKind, { description: "The operation." }) kind!: RequestKind;
  @Field(() => String, { description: "Why it is asked for." }) reason!: string;
  @Field(() => String, { description: "Whose request it is: the e-mail address." }) requestedBy!: string;
  @Field(() => DateTime, { description: "Since when it waits." }) requestedAt!: Date;
  @Field(() => DateTime, { description: "When it runs out." }) expiresAt!: Date;
  @Field(() => [ID], { description: "Whom it is about; of a merge, first the one that stays." }) memberIds!: string[];
  @Field(() => [String], { description: "Their member numbers." }) memberNumbers!: string[];
  @Field(() => [ID], { description: "Of a merge of providers, those: first the one that stays." })
  providerIds!: string[];
  @Field(() => [String], { description: "Their numbers." }) providerNumbers!: string[];
}
