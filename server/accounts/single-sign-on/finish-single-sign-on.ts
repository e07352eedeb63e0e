import type { EntityManager } from "typeorm";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, violates } from "../../core/errors.ts";
import { fold } from "../../core/fold.ts";
import { forRemoval } from "../../core/locks.ts";
import { say } from "../../core/messages/message.ts";
import { unprintable } from "../../core/print/printable-text.ts";
import { hashToken } from "../access-token.ts";
import { Account } from "../account.entity.ts";
import { admit, type Challenged } from "../admit.ts";
import { noteProof } from "../confirm-identity.ts";
import { createAccount } from "../create-account.ts";
import { readEmailAddress } from "../email-rules.ts";
import type { SignedIn } from "../start-sign-in.ts";
import { tellOfChange } from "../tell-of-change.ts";
import { accountOfAddress } from "../verified-addresses.ts";
import { askWhoCame, type ProvedPerson } from "./open-id-provider.ts";
import { BegunSingleSignOn, type ReturnTo, SignInIdentity } from "./single-sign-on.entity.ts";
import { SingleSignOnRefusal } from "./single-sign-on-refusal.ts";

/** What a new person gets beside the account itself. */
export type CompletePerson = (
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  person: { address: string; firstName: string; lastName: string },
) => Promise<void>;

/** What is to follow from a sign-in for the person. */
export interface PersonFollows {
  complete: CompletePerson;
  /** Of somebody who came before. */
  revisit: CompletePerson;
}

export interface FinishedSingleSignOn {
  returnTo: ReturnTo;
  /** LINKED, PROVED: an account that was signed in already was linked, or shown to be its owner's, and nothing else. */
  admitted: SignedIn | Challenged | "LINKED" | "PROVED";
}

/**
 * Somebody comes back from the provider. Whom it knows by issuer and subject is signed in to the account that is linked. Whom it does
 * not know is linked by an address that both sides have verified, but never to an account of staff; where no account has the address, one
 * is made with a guest's member. A second factor is asked for all the same.
 * @param query of the callback's address, with its question mark
 * @param cookie what the browser was given when it began
 * @throws SingleSignOnRefusal
 */
export async function finishSingleSignOn(
  ctx: Context,
  query: string,
  cookie: string,
  { complete, revisit }: PersonFollows,
): Promise<FinishedSingleSignOn> {
  const state = new URLSearchParams(query).get("state") ?? "";
  const begun = await takeBegun(ctx, state);
  const bound = begun?.accountId
    ? begun.accountId === ctx.viewer.accountId
    : (begun?.browserHash?.equals(hashToken(cookie)) ?? false);
  if (!begun || !bound || begun.expiresAt <= ctx.now()) throw new SingleSignOnRefusal("EXPIRED");
  const { returnTo, nonce, codeVerifier, accountId, proofOfTokenHash } = begun;
  const person = await askWhoCame(ctx.config, query, { state, nonce, codeVerifier }, proofOfTokenHash !== null);
  if (accountId && proofOfTokenHash) {
    await inTransaction(ctx, (tx) => prove(tx, ctx, accountId, proofOfTokenHash, person));
    return { returnTo, admitted: "PROVED" };
  }
  if (accountId) {
    await inTransaction(ctx, (tx) => link(tx, ctx, accountId, person)).catch(refuseTaken);
    return { returnTo, admitted: "LINKED" };
  }
  const signIn = () => inTransaction(ctx, (tx) => signInPerson(tx, ctx, person, { complete, revisit }));
  // Two first sign-ins at once make one account: the second finds what the first has made.
  const admitted = await signIn()
    .catch((error) => (isTaken(error) ? signIn() : Promise.reject(error)))
    .catch(refuseTaken);
  return { returnTo, admitted };
}

/** What was written when it began; it counts once, whatever comes of it. */
async function takeBegun(ctx: Context, state: string): Promise<BegunSingleSignOn | null> {
  return inTransaction(ctx, async (tx) => {
    const begun = await tx.findOne(BegunSingleSignOn, { where: { stateHash: hashToken(state) }, lock: forRemoval });
    if (begun) await tx.delete(BegunSingleSignOn, begun.id);
    return begun;
  });
}

const isTaken = (error: unknown): boolean =>
  ["sign_in_identity_subject", "sign_in_identity_once_per_account", "email_address_verified_once"].some((name) =>
    violates(error, name),
  );

function refuseTaken(error: unknown): never {
  if (violates(error, "sign_in_identity_subject")) throw new SingleSignOnRefusal("LINK_TAKEN", error);
  if (violates(error, "sign_in_identity_once_per_account")) throw new SingleSignOnRefusal("LINKED_OTHERWISE", error);
  if (error instanceof DomainError) throw new SingleSignOnRefusal("NO_ACCOUNT", error);
  throw error;
}

async function signInPerson(
  tx: EntityManager,
  ctx: Context,
  person: ProvedPerson,
  { complete, revisit }: PersonFollows,
): Promise<SignedIn | Challenged> {
  const { issuer, subject } = person;
  const known = await tx.findOneBy(SignInIdentity, { issuer, subject });
  const accountId = known?.accountId ?? (await accountOfNewcomer(tx, ctx, person, complete));
  // What the provider says of somebody who is known is no more than a proposal.
  const { firstName, lastName, verifiedEmail } = person;
  if (known) await revisit(tx, ctx, accountId, { address: verifiedEmail ?? "", firstName, lastName });
  return admit(tx, ctx, accountId, "single sign-on");
}

/** The account that has the address, linked from now on, or a new one. */
async function accountOfNewcomer(
  tx: EntityManager,
  ctx: Context,
  person: ProvedPerson,
  complete: CompletePerson,
): Promise<string> {
  if (!person.verifiedEmail) throw new SingleSignOnRefusal("EMAIL_NOT_VERIFIED");
  const address = readEmailAddress(person.verifiedEmail);
  const holder = await accountOfAddress(tx, address);
  if (holder) {
    const account = await tx.findOneByOrFail(Account, { id: holder });
    if (account.disabledAt) throw new SingleSignOnRefusal("NO_ACCOUNT");
    // Whoever rules the provider would rule the accreditor, too.
    if (account.staffRoles.length > 0) throw new SingleSignOnRefusal("STAFF_NOT_LINKED");
    await link(tx, ctx, holder, person);
    return holder;
  }
  const { firstName, lastName } = person;
  if (!fold(firstName + lastName)) throw new SingleSignOnRefusal("NAME_MISSING");
  if (unprintable(`${firstName} ${lastName}`) !== undefined) throw new SingleSignOnRefusal("NAME_UNPRINTABLE");
  const accountId = await createAccount(tx, ctx, { emailAddresses: [address] });
  await tx.insert(SignInIdentity, identityOf(ctx, accountId, person));
  await complete(tx, ctx, accountId, { address, firstName, lastName });
  return accountId;
}

const identityOf = (ctx: Context, accountId: string, { issuer, subject }: ProvedPerson) => ({
  accountId,
  issuer,
  subject,
  createdAt: ctx.now(),
});

/** The person to whom the account is linked was seen again: it counts from when. */
async function prove(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  tokenHash: Buffer,
  { issuer, subject, seenAt }: ProvedPerson,
): Promise<void> {
  const linked = await tx.existsBy(SignInIdentity, { accountId, issuer, subject });
  if (!linked || !seenAt) throw new SingleSignOnRefusal("SOMEBODY_ELSE");
  const provedAt = seenAt < ctx.now() ? seenAt : ctx.now();
  await noteProof(tx, ctx, accountId, "single sign-on", provedAt, tokenHash);
}

async function link(tx: EntityManager, ctx: Context, accountId: string, person: ProvedPerson): Promise<void> {
  const { issuer, subject } = person;
  const linked = await tx.findOneBy(SignInIdentity, { issuer, subject });
  if (linked?.accountId === accountId) return;
  await tx.insert(SignInIdentity, identityOf(ctx, accountId, person));
  await audit(tx, ctx, "account.link-identity", ["account", accountId], { after: { issuer, subject } });
  const name = ctx.config.singleSignOn?.name ?? issuer;
  await tellOfChange(tx, ctx, accountId, say("changeSubject.linked"), say("changeText.linked", { provider: name }));
}
