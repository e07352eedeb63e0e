import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, anyone, ownAccount, peopleOnly, ShownOnce, signedIn, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import { MailKind } from "../mail/mail.entity.ts";
import {
  addressesOfAccount,
  type DeviceRow,
  devicesOfAccount,
  languageOfAccount,
  mailsToAccount,
  type OwnEmailAddress,
  type OwnMail,
} from "./account.queries.ts";
import { addEmailAddress } from "./add-email-address.ts";
import { changePassword } from "./change-password.ts";
import { endDevice } from "./end-device.ts";
import { endSignIns } from "./end-sign-ins.ts";
import { makeEmailAddressPrimary } from "./make-email-address-primary.ts";
import { removeEmailAddress } from "./remove-email-address.ts";
import { requestPasswordReset } from "./request-password-reset.ts";
import { resetPassword } from "./reset-password.ts";
import { setLanguage } from "./set-language.ts";
import { type MailChoice, mailChoices, setMailWanted } from "./set-mail-wanted.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import type { SignedIn } from "./start-sign-in.ts";
import { verifyEmailAddress } from "./verify-email-address.ts";
import {
  DeviceObject,
  EmailAddressObject,
  MailChoiceObject,
  OwnMailObject,
  SignInPayload,
  ViewerObject,
} from "./viewer.object.ts";

@Resolver(() => ViewerObject)
export class AccountResolver {
  @Allow(anyone, peopleOnly)
  @Query(() => ViewerObject, { nullable: true, description: "Who is signed in; null: nobody." })
  viewer(@Ctx() ctx: Context): Viewer | null {
    return ctx.viewer.accountId ? ctx.viewer : null;
  }

  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => [EmailAddressObject], { description: "The account's addresses, the primary first." })
  emailAddresses(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<OwnEmailAddress[]> {
    return viewer.accountId ? addressesOfAccount(ctx, viewer.accountId) : Promise.resolve([]);
  }

  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => String, { description: "BCP 47 tag of the language that the account's mails are written in." })
  language(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<string> {
    return languageOfAccount(ctx, viewer.accountId ?? "");
  }

  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => [DeviceObject], { description: "Sign-ins under way, the latest used first." })
  devices(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<DeviceRow[]> {
    return viewer.accountId ? devicesOfAccount(ctx, viewer.accountId) : Promise.resolve([]);
  }

  @Allow(anyone, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => SignInPayload, {
    description:
      "Signs in by a verified e-mail address and password. Errors: WRONG_CREDENTIALS; TOO_MANY_REQUESTS; SECOND_FACTOR_REQUIRED with `challenge` and `expiresAt` in its extensions, where confirmSignIn is the second step.",
  })
  signIn(
    @Arg("email", () => String, { description: "Any verified address of the account." }) email: string,
    @Arg("password", () => String, { description: "The account's password." }) password: string,
    @Ctx() ctx: Context,
  ): Promise<SignedIn> {
    return signIn(ctx, email, password);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @Mutation(() => Boolean, { description: "Ends this sign-in and takes the cookie back." })
  signOut(@Ctx() ctx: Context): Promise<boolean> {
    return signOut(ctx);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @Mutation(() => Boolean, {
    description:
      "Mails a link for a new password, where an account has this verified address. Answers true either way. Errors: BAD_INPUT, TOO_MANY_REQUESTS.",
  })
  requestPasswordReset(
    @Arg("email", () => String, { description: "Any verified address of the account." }) email: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return requestPasswordReset(ctx, email);
  }

  @Allow(anyone, peopleOnly, "OWN")
  @Mutation(() => Boolean, {
    description:
      "Sets a new password by the token of the mailed link, once, and ends every sign-in of the account. Errors: CODE_EXPIRED, WEAK_PASSWORD.",
  })
  resetPassword(
    @Arg("token", () => String, { description: "From the mailed link." }) token: string,
    @Arg("password", () => String, { description: "The new password, of 10 to 128 characters." }) password: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return resetPassword(ctx, token, password);
  }

  @Allow(signedIn, peopleOnly, "OWN")
  @Mutation(() => Boolean, {
    description:
      "Changes the password and ends every other sign-in. Errors: WRONG_CREDENTIALS, WEAK_PASSWORD, TOO_MANY_REQUESTS.",
  })
  changePassword(
    @Arg("currentPassword", () => String, { description: "The password until now." }) currentPassword: string,
    @Arg("newPassword", () => String, { description: "The new one, of 10 to 128 characters." }) newPassword: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return changePassword(ctx, currentPassword, newPassword);
  }

  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => [MailChoiceObject], {
    description: "Kinds of mail that can be turned off, and whether they are.",
  })
  mailChoices(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<MailChoice[]> {
    return mailChoices(ctx, viewer.accountId ?? "");
  }

  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => [OwnMailObject], {
    description: "What became of the latest mails to the account, at whichever address: 50 at most, the newest first.",
  })
  mails(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<OwnMail[]> {
    return mailsToAccount(ctx, viewer.accountId ?? "");
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => [MailChoiceObject], {
    description:
      "Turns a kind of mail off or on for the viewer. Errors: BAD_INPUT for a kind that cannot be turned off.",
  })
  setMailWanted(
    @Arg("kind", () => MailKind, { description: "Which mails." }) kind: MailKind,
    @Arg("wanted", () => Boolean, { description: "Whether they are to come." }) wanted: boolean,
    @Ctx() ctx: Context,
  ): Promise<MailChoice[]> {
    return setMailWanted(ctx, kind, wanted);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => Boolean, {
    description: "Sets the language that the viewer's mails are written in. Errors: BAD_INPUT.",
  })
  setLanguage(
    @Arg("language", () => String, { description: "BCP 47 tag of a language that there is, such as en." })
    language: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return setLanguage(ctx, language);
  }

  @Allow(signedIn, peopleOnly, "FRESH")
  @Mutation(() => Boolean, {
    description:
      "Adds an address to the account and mails it a code of 8 digits; once more, and a new code goes out. Errors: BAD_INPUT, TOO_MANY_REQUESTS.",
  })
  addEmailAddress(
    @Arg("email", () => String, { description: "The address." }) email: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return addEmailAddress(ctx, email);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => Boolean, {
    description: "Takes the code mailed to an added address. Errors: WRONG_CODE, CODE_EXPIRED, ADDRESS_TAKEN.",
  })
  verifyEmailAddress(
    @Arg("token", () => String, { description: "The 8 digits of the mail; spaces and dashes don't matter." })
    token: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return verifyEmailAddress(ctx, token);
  }

  @Allow(signedIn, peopleOnly, "FRESH")
  @Mutation(() => ViewerObject, {
    description: "Makes a verified address the one that mail goes to first. Errors: NOT_FOUND, BAD_INPUT.",
  })
  makeEmailAddressPrimary(
    @Arg("id", () => ID, { description: "The address's ID." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<Viewer> {
    return makeEmailAddressPrimary(ctx, id);
  }

  @Allow(signedIn, peopleOnly, "FRESH")
  @Mutation(() => ViewerObject, {
    description: "Takes an address off the account. Errors: NOT_FOUND, LAST_ADDRESS.",
  })
  removeEmailAddress(
    @Arg("id", () => ID, { description: "The address's ID." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<Viewer> {
    return removeEmailAddress(ctx, id);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => Boolean, { description: "Ends one sign-in of the account. Errors: NOT_FOUND." })
  endDevice(
    @Arg("id", () => ID, { description: "The device's ID." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return endDevice(ctx, id);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR])
  @Mutation(() => Int, {
    description:
      "Signs somebody out on every device, mails them, and answers how many sign-ins there were. Errors: NOT_FOUND, REASON_REQUIRED.",
  })
  endSignIns(
    @Arg("accountId", () => ID, { description: "Whose." }) accountId: string,
    @Arg("reason", () => String, { description: "Stands in the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return endSignIns(ctx, accountId, reason);
  }
}
