import { Field, Int, ObjectType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";
import type { Viewer } from "../core/viewer.ts";
import type { BegunSecondFactor } from "./begin-second-factor.ts";
import type { RecoveryCodesShown } from "./confirm-second-factor.ts";
import type { SecondFactorState } from "./second-factor.queries.ts";
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
