import { Field, ID, ObjectType } from "type-graphql";
import { DateTime } from "../../core/scalars.ts";
import type { Viewer } from "../../core/viewer.ts";
import { ViewerObject } from "../viewer.object.ts";
import type { AddedPasskey } from "./add-passkey.ts";
import type { Passkey } from "./passkey.entity.ts";

@ObjectType("Passkey", {
  description: "A key that a device or password manager keeps for the viewer's account. It signs in by itself.",
  simpleResolvers: true,
})
export class PasskeyObject implements Pick<Passkey, "id" | "name" | "createdAt" | "lastUsedAt"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "What its owner calls it." }) name!: string;
  @Field(() => DateTime, { description: "When it was added." }) createdAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When it last signed in or proved who is there; null: never." })
  lastUsedAt!: Date | null;
}

@ObjectType("AddedPasskey", { description: "A passkey that counts from now on.", simpleResolvers: true })
export class AddedPasskeyObject implements Pick<AddedPasskey, "recoveryCodes" | "viewer"> {
  @Field(() => PasskeyObject, { description: "The passkey." }) passkey!: Passkey;
  @Field(() => [String], {
    nullable: true,
    description:
      "Ten codes that count once each in its place, shown this once; null where the account has a second factor already.",
  })
  recoveryCodes!: string[] | null;
  @Field(() => ViewerObject, { description: "The viewer, who may from now on use all of their rights." })
  viewer!: Viewer;
}
