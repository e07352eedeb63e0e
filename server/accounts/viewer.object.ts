import { Field, ID, ObjectType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";
import type { Viewer } from "../core/viewer.ts";
import { MailKind, SuppressionReason } from "../mail/mail.entity.ts";
import { MailStatus } from "../mail/mail.status.ts";
import type { DeviceRow, OwnEmailAddress, OwnMail } from "./account.queries.ts";
import type { MailChoice } from "./set-mail-wanted.ts";
import type { SignedIn } from "./start-sign-in.ts";

@ObjectType("Viewer", { description: "Who is signed in, and as whom they may act.", simpleResolvers: true })
export class ViewerObject implements Pick<Viewer, "accountId" | "email" | "isStaff"> {
  @Field(() => ID, { name: "id", simple: false, description: "The account's ID." }) accountId!: string;
  @Field(() => String, { description: "The account's primary e-mail address." }) email!: string;
  @Field(() => Boolean, {
    description: "Whether the viewer is staff of the accreditor; false while mustSetUpSecondFactor is true.",
  })
  isStaff!: boolean;
}

@ObjectType("SignInPayload", { description: "A sign-in that has begun.", simpleResolvers: true })
export class SignInPayload implements SignedIn {
  @Field(() => String, {
    description: "For `Authorization: Bearer`; a browser has the cookie that comes with the answer.",
  })
  token!: string;
  @Field(() => DateTime, { description: "When the token runs out." }) expiresAt!: Date;
  @Field(() => ViewerObject, { description: "Who is now signed in." }) viewer!: Viewer;
}

@ObjectType("EmailAddress", { description: "An e-mail address of the viewer's account.", simpleResolvers: true })
export class EmailAddressObject implements OwnEmailAddress {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "The address, in lower case." }) address!: string;
  @Field(() => Boolean, { description: "Whether mail goes here first." }) isPrimary!: boolean;
  @Field(() => DateTime, { nullable: true, description: "Null: the mailed code was not typed yet." })
  verifiedAt!: Date | null;
  @Field(() => SuppressionReason, { nullable: true, description: "Why no mail goes to it now; null: mail does." })
  suppressedFor!: SuppressionReason | null;
  @Field(() => DateTime, { nullable: true, description: "Since when no mail goes to it." })
  suppressedSince!: Date | null;
}

@ObjectType("MailChoice", { description: "A kind of mail that can be turned off.", simpleResolvers: true })
export class MailChoiceObject implements MailChoice {
  @Field(() => MailKind, { description: "Which mails." }) kind!: MailKind;
  @Field(() => Boolean, { description: "Whether they come." }) wanted!: boolean;
}

@ObjectType("OwnMail", { description: "What became of one mail to the viewer.", simpleResolvers: true })
export class OwnMailObject implements OwnMail {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => MailKind, { description: "What it is about." }) kind!: MailKind;
  @Field(() => String, { description: "The address it goes to." }) toAddress!: string;
  @Field(() => String, { description: "Subject line." }) subject!: string;
  @Field(() => MailStatus, { description: "How far it has come." }) status!: MailStatus;
  @Field(() => DateTime, { description: "When it was written." }) createdAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When it was sent." }) sentAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When it became known what became of it." })
  settledAt!: Date | null;
}

@ObjectType("Device", { description: "A sign-in that is under way.", simpleResolvers: true })
export class DeviceObject implements DeviceRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => DateTime, { description: "When it signed in." }) createdAt!: Date;
  @Field(() => DateTime, { description: "When a request last came from it, to within five minutes." })
  lastUsedAt!: Date;
  @Field(() => String, { description: "What the browser or program calls itself." }) userAgent!: string;
  @Field(() => Boolean, { description: "Whether this request came from it." }) current!: boolean;
}
