import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from "type-graphql";
import type { BegunSignUp } from "../accounts/begin-sign-up.ts";
import { confirmSignUp } from "../accounts/confirm-sign-up.ts";
import type { SignedIn } from "../accounts/start-sign-in.ts";
import { SignInPayload } from "../accounts/viewer.object.ts";
import type { Context } from "../core/context.ts";
import { Allow, anyone, peopleOnly, ShownOnce } from "../core/policy.ts";
import { RegisterAttendeeInput } from "../members/register-attendee.input.ts";
import { completeAttendee, registerAttendee } from "../members/register-attendee.ts";
import { RegisterProviderInput } from "./register-provider.input.ts";
import { completeProvider, registerProvider } from "./register-provider.ts";

@ObjectType({ description: "A registration that waits for the code in its mail.", simpleResolvers: true })
export class RegistrationPayload implements BegunSignUp {
  @Field(() => String, { description: "Keep it in this browser: the code counts only beside it." }) token!: string;
  @Field(() => String, { description: "What to do next." }) message!: string;
}

/** Stands here, the last of the folders that a registration can be completed by. */
@Resolver()
export class SignUpResolver {
  @Allow(anyone, peopleOnly, "NONE")
  @Mutation(() => RegistrationPayload, {
    description:
      "Registers a free guest account. Answers alike for known and unknown addresses; a mail with a code of 8 digits goes out. Errors: BAD_INPUT, WEAK_PASSWORD, TOO_MANY_REQUESTS.",
  })
  registerAttendee(
    @Arg("input", () => RegisterAttendeeInput, { description: "Who registers." }) input: RegisterAttendeeInput,
    @Ctx() ctx: Context,
  ): Promise<BegunSignUp> {
    return registerAttendee(ctx, input);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @Mutation(() => RegistrationPayload, {
    description:
      "Registers an organisation as a provider, with the account of its contact. Answers as registerAttendee does. Errors: BAD_INPUT, WEAK_PASSWORD, TOO_MANY_REQUESTS.",
  })
  registerProvider(
    @Arg("input", () => RegisterProviderInput, { description: "Who registers." }) input: RegisterProviderInput,
    @Ctx() ctx: Context,
  ): Promise<BegunSignUp> {
    return registerProvider(ctx, input);
  }

  @Allow(anyone, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => SignInPayload, {
    description:
      "Takes the mailed code in the browser that registered, makes the account and signs it in. Errors: WRONG_CODE, CODE_EXPIRED, ADDRESS_TAKEN.",
  })
  confirmRegistration(
    @Arg("token", () => String, { description: "From the RegistrationPayload." }) token: string,
    @Arg("code", () => String, { description: "The 8 digits of the mail; spaces and dashes don't matter." })
    code: string,
    @Ctx() ctx: Context,
  ): Promise<SignedIn> {
    return confirmSignUp(ctx, token, code, { ATTENDEE: completeAttendee, PROVIDER: completeProvider });
  }
}
