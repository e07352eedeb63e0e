import { Field, ID, ObjectType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";
import type { Viewer } from "../core/viewer.ts";
import type { SignedIn } from "./sign-in.ts";

@ObjectType("Viewer", { description: "Who is signed in, and as whom they may act.", simpleResolvers: true })
export class ViewerObject implements Pick<Viewer, "accountId" | "email" | "isStaff"> {
  @Field(() => ID, { name: "id", description: "The account's ID." }) accountId!: string;
  @Field(() => String, { description: "The account's primary e-mail address." }) email!: string;
  @Field(() => Boolean, { description: "Whether the viewer is staff of the accreditor." }) isStaff!: boolean;
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
