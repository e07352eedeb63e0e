import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../core/context.ts";
import { Allow, anyone, ownAccount, peopleOnly, ShownOnce, signedIn } from "../../core/policy.ts";
import type { Viewer } from "../../core/viewer.ts";
import type { SignedIn } from "../start-sign-in.ts";
import { SignInPayload, ViewerObject } from "../viewer.object.ts";
import { type AddedPasskey, addPasskey, beginPasskey } from "./add-passkey.ts";
import { beginPasskeyConfirmation, beginPasskeySecondStep, beginPasskeySignIn } from "./ask-for-passkey.ts";
import { removePasskey, renamePasskey } from "./change-passkey.ts";
import { Passkey } from "./passkey.entity.ts";
import { NewPasskeyInput, PasskeyAnswerInput } from "./passkey.input.ts";
import { AddedPasskeyObject, PasskeyObject } from "./passkey.object.ts";
import { confirmIdentityWithPasskey, confirmSignInWithPasskey, signInWithPasskey } from "./use-passkey.ts";

const options = "Answers WebAuthn's options as JSON, good for five minutes and one answer, in this browser.";
const signed = "What the passkey signed.";
const passkeyId = "The passkey's ID.";

@Resolver(() => ViewerObject)
export class PasskeyResolver {
  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => [PasskeyObject], { description: "Passkeys of the account, the oldest first." })
  passkeys(@Root() { accountId }: Viewer, @Ctx() ctx: Context): Promise<Passkey[]> {
    return ctx.db.manager.find(Passkey, { where: { accountId: accountId ?? "" }, order: { id: "ASC" } });
  }

  @Allow(ownAccount, peopleOnly, "FRESH")
  @ShownOnce()
  @Mutation(() => String, {
    description: `Begins to add a passkey, for navigator.credentials.create; addPasskey takes it. ${options} Errors: ILLEGAL_TRANSITION, TOO_MANY_REQUESTS.`,
  })
  beginPasskey(@Ctx() ctx: Context): Promise<string> {
    return beginPasskey(ctx);
  }

  @Allow(ownAccount, peopleOnly, "FRESH")
  @ShownOnce()
  @Mutation(() => AddedPasskeyObject, {
    description:
      "Adds a passkey, which signs in by itself and is a second factor; the first second factor of an account ends every other sign-in. Errors: WRONG_PASSKEY, CODE_EXPIRED, ILLEGAL_TRANSITION, BAD_INPUT.",
  })
  addPasskey(
    @Arg("passkey", () => NewPasskeyInput, { description: "The new passkey." }) passkey: NewPasskeyInput,
    @Ctx() ctx: Context,
  ): Promise<AddedPasskey> {
    return addPasskey(ctx, passkey);
  }

  @Allow(signedIn, peopleOnly, "FRESH")
  @Mutation(() => ViewerObject, { description: "Calls a passkey something else. Errors: NOT_FOUND, BAD_INPUT." })
  renamePasskey(
    @Arg("id", () => ID, { description: passkeyId }) id: string,
    @Arg("name", () => String, { description: "Its new name, of at most 100 characters." }) name: string,
    @Ctx() ctx: Context,
  ): Promise<Viewer> {
    return renamePasskey(ctx, id, name);
  }

  @Allow(signedIn, peopleOnly, "FRESH")
  @Mutation(() => ViewerObject, {
    description: "Takes a passkey off the account. Errors: NOT_FOUND, LAST_SECOND_FACTOR.",
  })
  removePasskey(@Arg("id", () => ID, { description: passkeyId }) id: string, @Ctx() ctx: Context): Promise<Viewer> {
    return removePasskey(ctx, id);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @ShownOnce()
  @Mutation(() => String, {
    description: `Begins a sign-in by a passkey alone, for navigator.credentials.get; signInWithPasskey takes it. ${options} Errors: TOO_MANY_REQUESTS, ILLEGAL_TRANSITION.`,
  })
  beginPasskeySignIn(@Ctx() ctx: Context): Promise<string> {
    return beginPasskeySignIn(ctx);
  }

  @Allow(anyone, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => SignInPayload, {
    description:
      "Signs in by a passkey alone; no second step follows, since unlocking it is one. Errors: WRONG_PASSKEY, CODE_EXPIRED, TOO_MANY_REQUESTS.",
  })
  signInWithPasskey(
    @Arg("passkey", () => PasskeyAnswerInput, { description: signed }) passkey: PasskeyAnswerInput,
    @Ctx() ctx: Context,
  ): Promise<SignedIn> {
    return signInWithPasskey(ctx, passkey);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @ShownOnce()
  @Mutation(() => String, {
    description: `Asks for a passkey as the second step of a sign-in; confirmSignInWithPasskey takes it. ${options} Errors: CODE_EXPIRED, ILLEGAL_TRANSITION, TOO_MANY_REQUESTS.`,
  })
  beginPasskeySecondStep(
    @Arg("challenge", () => String, { description: "From the refusal SECOND_FACTOR_REQUIRED." }) challenge: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return beginPasskeySecondStep(ctx, challenge);
  }

  @Allow(anyone, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => SignInPayload, {
    description:
      "The second step of a sign-in, by a passkey in place of a code. Errors: WRONG_PASSKEY, CODE_EXPIRED, TOO_MANY_REQUESTS.",
  })
  confirmSignInWithPasskey(
    @Arg("challenge", () => String, { description: "From the refusal SECOND_FACTOR_REQUIRED." }) challenge: string,
    @Arg("passkey", () => PasskeyAnswerInput, { description: signed }) passkey: PasskeyAnswerInput,
    @Ctx() ctx: Context,
  ): Promise<SignedIn> {
    return confirmSignInWithPasskey(ctx, challenge, passkey);
  }

  @Allow(ownAccount, peopleOnly, "NONE")
  @ShownOnce()
  @Mutation(() => String, {
    description: `Asks for a passkey of the account, to show once more who is there; confirmIdentityWithPasskey takes it. ${options} Errors: ILLEGAL_TRANSITION, TOO_MANY_REQUESTS.`,
  })
  beginPasskeyConfirmation(@Ctx() ctx: Context): Promise<string> {
    return beginPasskeyConfirmation(ctx);
  }

  @Allow(ownAccount, peopleOnly, "OWN")
  @Mutation(() => ViewerObject, {
    description: "As confirmIdentity, by a passkey. Errors: WRONG_PASSKEY, CODE_EXPIRED, TOO_MANY_REQUESTS.",
  })
  confirmIdentityWithPasskey(
    @Arg("passkey", () => PasskeyAnswerInput, { description: signed }) passkey: PasskeyAnswerInput,
    @Ctx() ctx: Context,
  ): Promise<Viewer> {
    return confirmIdentityWithPasskey(ctx, passkey);
  }
}
