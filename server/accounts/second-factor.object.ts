import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";
import type { Viewer } from "../core/viewer.ts";
import type { BegunSecondFactor } from "./begin-second-factor.ts";
import type { RecoveryCodesShown } from "./confirm-second-factor.ts";
import type { SecondFactorState, StaffAccountRow } from "./second-factor.queries.ts";
import { ViewerObject } from "./viewer.object.ts";

@ObjectType("SecondFactor", { description: "The authenticator app of the viewer's account.", simpleResolvers: true })
export class SecondFactorObject implements SecondFactorState {
  @Field(() => DateTime, { description: "Since when every sign-in asks for its code." }) confirmedAt!: Date;
  @Field(() => Int, { description: "How many recovery codes are not used up." }) recoveryCodesLeft!: number;
}

@ObjectType("SecondFactorSetUp", {
  description: "What an authenticator app needs: shown while it is set up, and never again.",
  simpleResolvers: true,
})
export class SecondFactorSetUpObject implements BegunSecondFactor {
  @Field(() => String, { description: "An `otpauth://totp/` address, for apps on the same device." }) address!: string;
  @Field(() => String, { description: "The secret in base 32, to be typed into the app." }) secret!: string;
  @Field(() => String, { description: "The address as a QR code: a `data:` address of an SVG." }) qrCode!: string;
}

@ObjectType("RecoveryCodes", { description: "Ten codes that count once each, shown this once.", simpleResolvers: true })
export class RecoveryCodesObject implements RecoveryCodesShown {
  @Field(() => [String], { description: "To be kept where the app is not." }) recoveryCodes!: string[];
  @Field(() => ViewerObject, { description: "The viewer, who may from now on use all of their rights." })
  viewer!: Viewer;
}

@ObjectType("StaffAccount", { description: "An account of the accreditor's staff.", simpleResolvers: true })
export class StaffAccountObject implements StaffAccountRow {
  @Field(() => ID, { description: "The account's ID." }) id!: string;
  @Field(() => String, { description: "Its primary e-mail address." }) email!: string;
  @Field(() => DateTime, { nullable: true, description: "Since when it has a second factor; null: it has none." })
  secondFactorSince!: Date | null;
}
