import type { EntityManager } from "typeorm";
import { mailAccount } from "../accounts/account.mail.ts";
import { type BegunSignUp, beginSignUp } from "../accounts/begin-sign-up.ts";
import type { CompleteSignUp } from "../accounts/confirm-sign-up.ts";
import { SignUpKind } from "../accounts/sign-up.entity.ts";
import type { CompletePerson } from "../accounts/single-sign-on/finish-single-sign-on.ts";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { createMember, type NewMember } from "./create-member.ts";
import { findImportedMember } from "./find-imported-member.ts";
import { fullName, readName } from "./full-name.ts";
import { Member, Membership } from "./member.entity.ts";
import type { RegisterAttendeeInput } from "./register-attendee.input.ts";

/**
 * Registers a free guest; the account and the member are made once the mailed code is typed.
 * @throws BAD_INPUT where there is no name, or it would be printed as another; WEAK_PASSWORD
 */
export function registerAttendee(ctx: Context, input: RegisterAttendeeInput): Promise<BegunSignUp> {
  const { email, password, ...rest } = input;
  const facts = { ...rest, ...readName(rest) };
  const details = Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  return beginSignUp(ctx, SignUpKind.ATTENDEE, email, password, details);
}

/** Makes the guest's member, and the mail that says its number. */
export const completeAttendee: CompleteSignUp = async (tx, ctx, accountId, { address, details }) => {
  const { firstName = "", lastName = "", ...rest } = details;
  await welcomeGuest(tx, ctx, accountId, { ...rest, address, firstName, lastName });
};

/**
 * As above, for somebody whose name and address are known otherwise. Whom the association's own list has under that address is that member, not a
 * second one.
 */
export const welcomeGuest: CompletePerson = async (tx, ctx, accountId, { address, ...facts }) => {
  const imported = await findImportedMember(tx, address, facts);
  if (imported) await linkMember(tx, ctx, imported, accountId, facts);
  const { memberNumber } =
    imported ?? (await createMember(tx, ctx, { ...facts, membership: Membership.GUEST, accountId }));
  await mailAccount(tx, ctx, {
    kind: MailKind.WELCOME,
    cause: `welcome:${accountId}`,
    toAddress: address,
    toName: fullName({ suffix: null, printedName: null, ...facts }),
    accountId,
    subject: say("mail.memberSubject", { memberNumber }),
    text: [imported ? say("mail.memberKnown", { memberNumber }) : say("mail.member", { memberNumber })],
  });
};

/** What the association says of the member stays; what it doesn't, the person says. */
async function linkMember(
  tx: EntityManager,
  ctx: Context,
  member: Member,
  accountId: string,
  facts: Partial<NewMember>,
): Promise<void> {
  const { role, city, state, zip, county, phone } = facts;
  const said = Object.entries({ role, city, state, zip, county, phone }).filter(
    ([name, value]) => value && member[name as "role"] === null,
  );
  const after = {
    accountId,
    ...(Object.fromEntries(said) as Partial<Record<"role" | "city" | "state" | "zip" | "county" | "phone", string>>),
  };
  await tx.update(Member, member.id, after);
  await audit(tx, ctx, "member.link-account", ["member", member.id], { after });
}
