import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, anyone, ownAccount, peopleOnly, ShownOnce, signedIn, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import { type BegunSecondFactor, beginSecondFactor } from "./begin-second-factor.ts";
import { confirmSecondFactor, type RecoveryCodesShown } from "./confirm-second-factor.ts";
import { confirmSignIn } from "./confirm-sign-in.ts";
import { disableSecondFactor } from "./disable-second-factor.ts";
import { renewRecoveryCodes } from "./renew-recovery-codes.ts";
import { resetSecondFactor } from "./reset-second-factor.ts";
import { RecoveryCode } from "./second-factor.entity.ts";
import { RecoveryCodesObject, SecondFactorObject, SecondFactorSetUpObject } from "./second-factor.object.ts";
import { type SecondFactorState, secondFactorOf } from "./second-factor.queries.ts";
import type { SignedIn } from "./start-sign-in.ts";
import { SignInPayload, ViewerObject } from "./viewer.object.ts";

const codeOfApp = "What the app shows, or a recovery code.";
const passwordAgain = "The account's password, once more.";

@Resolver(() => ViewerObject)
export class SecondFactorResolver {
  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => SecondFactorObject, {
    nullable: true,
    description: "Null: there is none; passkeys are a second factor, too.",
  })
  secondFactor(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<SecondFactorState | null> {
    return viewer.accountId ? secondFactorOf(ctx, viewer.accountId) : Promise.resolve(null);
  }

  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => Int, {
    description: "How many recovery codes are not used up; 0 where there is no second factor.",
  })
  recoveryCodesLeft(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<number> {
    return ctx.db.manager.countBy(RecoveryCode, { accountId: viewer.accountId ?? "" });
  }

  @FieldResolver(() => Boolean, {
    description: "Whether the viewer is staff and may do nothing until a second factor is set up.",
  })
  mustSetUpSecondFactor(@Root() viewer: Viewer): boolean {
    return viewer.mustEnrol ?? false;
  }

  @Allow(anyone, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => SignInPayload, {
    description:
      "The second step of a sign-in, within five minutes and five tries. Errors: WRONG_CODE, CODE_EXPIRED, TOO_MANY_REQUESTS.",
  })
  confirmSignIn(
    @Arg("challenge", () => String, { description: "From the refusal SECOND_FACTOR_REQUIRED." }) challenge: string,
    @Arg("code", () => String, { description: codeOfApp }) code: string,
    @Ctx() ctx: Context,
  ): Promise<SignedIn> {
    return confirmSignIn(ctx, challenge, code);
  }

  @Allow(ownAccount, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => SecondFactorSetUpObject, {
    description:
      "Begins to set up an authenticator app; it counts once confirmSecondFactor has a code of it. Errors: WRONG_CREDENTIALS, TOO_MANY_REQUESTS, ILLEGAL_TRANSITION.",
  })
  beginSecondFactor(
    @Arg("password", () => String, { description: passwordAgain }) password: string,
    @Ctx() ctx: Context,
  ): Promise<BegunSecondFactor> {
    return beginSecondFactor(ctx, password);
  }

  @Allow(ownAccount, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => RecoveryCodesObject, {
    description:
      "Takes the first code of the app, within 30 minutes, and ends every other sign-in. Errors: WRONG_CODE, CODE_EXPIRED, TOO_MANY_REQUESTS.",
  })
  confirmSecondFactor(
    @Arg("code", () => String, { description: "What the app shows." }) code: string,
    @Ctx() ctx: Context,
  ): Promise<RecoveryCodesShown> {
    return confirmSecondFactor(ctx, code);
  }

  @Allow(signedIn, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => RecoveryCodesObject, {
    description:
      "Makes ten new recovery codes in place of the old ones. Errors: WRONG_CREDENTIALS, WRONG_CODE, STEP_UP_REQUIRED, TOO_MANY_REQUESTS, ILLEGAL_TRANSITION.",
  })
  renewRecoveryCodes(
    @Arg("password", () => String, { description: passwordAgain }) password: string,
    @Arg("code", () => String, {
      nullable: true,
      description: `${codeOfApp} Who has a passkey may leave it out and show that first.`,
    })
    code: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<RecoveryCodesShown> {
    return renewRecoveryCodes(ctx, password, code);
  }

  @Allow(signedIn, peopleOnly, "OWN")
  @Mutation(() => ViewerObject, {
    description:
      "Turns the second factor off. Errors: WRONG_CREDENTIALS, WRONG_CODE, TOO_MANY_REQUESTS, ILLEGAL_TRANSITION.",
  })
  disableSecondFactor(
    @Arg("password", () => String, { description: passwordAgain }) password: string,
    @Arg("code", () => String, { description: codeOfApp }) code: string,
    @Ctx() ctx: Context,
  ): Promise<Viewer> {
    return disableSecondFactor(ctx, password, code);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR])
  @Mutation(() => Boolean, {
    description:
      "Takes the second factor off somebody who lost it, ends that person's sign-ins and mails them. Errors: NOT_FOUND, FORBIDDEN, REASON_REQUIRED.",
  })
  resetSecondFactor(
    @Arg("accountId", () => ID, { description: "Whose." }) accountId: string,
    @Arg("reason", () => String, { description: "How it was made sure who asks; stands in the audit log." })
    reason: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return resetSecondFactor(ctx, accountId, reason);
  }
}
