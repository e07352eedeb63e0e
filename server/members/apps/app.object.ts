import { ArrayMaxSize, ArrayMinSize, ArrayUnique, MaxLength } from "class-validator";
import { ArgsType, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { NotBlank, PlainLine } from "../../core/input-rules.ts";
import { MemberScope } from "../../core/member-scopes.ts";
import { DateTime } from "../../core/scalars.ts";
import { type App, AppKind } from "./app.entity.ts";
import type { ConnectedApp } from "./connected-apps.ts";
import type { CreatedApp, NewApp } from "./create-app.ts";

registerEnumType(AppKind, {
  name: "AppKind",
  description: "What kind of program an app is, which decides how it shows who it is.",
  valuesConfig: {
    CONFIDENTIAL: { description: "A website with a server, which keeps a secret." },
    PUBLIC: { description: "A page whose program anybody can read: it has no secret." },
    NATIVE: {
      description: "A program on a phone or computer: no secret, and any port of its own machine to come back to.",
    },
  },
});

@ObjectType("App", { description: "A partner's program that members may let act for them.", simpleResolvers: true })
export class AppObject implements Omit<App, "secretHash"> {
  @Field(() => ID, { description: "Its `client_id`." }) id!: string;
  @Field(() => String, { description: "What members are told that it is called." }) name!: string;
  @Field(() => AppKind, { description: "What kind of program it is." }) kind!: AppKind;
  @Field(() => [String], { description: "Where people may be sent back to, letter by letter." })
  redirectUris!: string[];
  @Field(() => [MemberScope], { description: "What it may ask members for." }) scopes!: MemberScope[];
  @Field(() => DateTime, { description: "When it was registered." }) createdAt!: Date;
}

@ObjectType({ description: "A new app; its secret is shown this once.", simpleResolvers: true })
export class CreateAppPayload implements CreatedApp {
  @Field(() => AppObject, { description: "What is known of it from now on." }) app!: App;
  @Field(() => String, { nullable: true, description: "Its `client_secret`; null: it keeps none." })
  clientSecret!: string | null;
}

@ObjectType("ConnectedApp", { description: "An app that the viewer lets act for them.", simpleResolvers: true })
export class ConnectedAppObject implements ConnectedApp {
  @Field(() => ID, { description: "The app." }) id!: string;
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => [MemberScope], { description: "What it may." }) scopes!: MemberScope[];
  @Field(() => DateTime, { description: "Since when." }) since!: Date;
}

@ArgsType()
export class CreateAppArgs implements NewApp {
  @Field(() => String, { description: "What members are told that it is called." })
  @NotBlank()
  @PlainLine()
  @MaxLength(100)
  name!: string;
  @Field(() => AppKind, { description: "What kind of program it is." }) kind!: AppKind;
  @Field(() => [String], {
    description:
      "Where people may be sent back to: https, of a native app also http on 127.0.0.1 or [::1] with any port, or a scheme of its own such as org.example.app:/done.",
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @MaxLength(500, { each: true })
  redirectUris!: string[];
  @Field(() => [MemberScope], { description: "What it may ask members for." })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  scopes!: MemberScope[];
}
