import { mailAccount } from "../accounts/account.mail.ts";
import { type BegunSignUp, beginSignUp } from "../accounts/begin-sign-up.ts";
import type { CompleteSignUp } from "../accounts/confirm-sign-up.ts";
import { SignUpKind } from "../accounts/sign-up.entity.ts";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { ProviderStatus } from "../core/viewer.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { createProvider } from "./create-provider.ts";
import { ProviderAccount } from "./provider.entity.ts";
import type { RegisterProviderInput } from "./register-provider.input.ts";

/**
 * Registers an organisation; it and the account of its contact are made once the mailed code is typed.
 * @throws BAD_INPUT, WEAK_PASSWORD
 */
export function registerProvider(ctx: Context, input: RegisterProviderInput): Promise<BegunSignUp> {
  return beginSignUp(ctx, SignUpKind.PROVIDER, input.email, input.password, {
    organization: input.organization.trim(),
    address: input.address?.trim() ?? "",
    contactName: input.contactName.trim(),
  });
}

/** Makes the provider with its contact as owner, and the mail that says its number. */
export const completeProvider: CompleteSignUp = async (tx, ctx, accountId, signUp) => {
  const { organization = "", address = "", contactName = "" } = signUp.details;
  const provider = await createProvider(tx, ctx, {
    name: organization,
    address,
    contactName,
    contactEmail: signUp.address,
    status: ProviderStatus.APPLIED,
  });
  await tx.insert(ProviderAccount, { providerId: provider.id, accountId, role: "OWNER" });
  await audit(tx, ctx, "provider.add-account", ["provider", provider.id], { after: { accountId, role: "OWNER" } });
  await mailAccount(tx, ctx, {
    kind: MailKind.WELCOME,
    cause: `welcome:${accountId}`,
    toAddress: signUp.address,
    toName: contactName,
    accountId,
    subject: say("mail.providerSubject", { number: provider.number }),
    text: [say("mail.provider", { organization, number: provider.number })],
  });
};
