import { DateTime } from "luxon";
import { createToken, hashToken } from "../accounts/access-token.ts";
import { mailAccount } from "../accounts/account.mail.ts";
import { readEmailAddress } from "../accounts/email-rules.ts";
import { limitMailTo } from "../accounts/limit-mail-to.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { actsFor, type ProviderRole } from "../core/viewer.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { canInviteColleagues, canManageColleagues } from "./colleague.policy.ts";
import { Invitation } from "./invitation.entity.ts";
import { Provider } from "./provider.entity.ts";

/** How long an invitation is good. */
const invitationDays = 7;

/**
 * Mails somebody a link to act for a provider. The same address again gets a new link, and the old one ends.
 * @throws NOT_FOUND for a provider that is not the viewer's; FORBIDDEN for an editor; PROVIDER_NOT_ACTIVE; BAD_INPUT; TOO_MANY_REQUESTS
 */
export async function inviteColleague(
  ctx: Context,
  providerId: string,
  email: string,
  role: ProviderRole,
): Promise<true> {
  if (!actsFor(ctx.viewer, providerId)) throw notFound("provider", "providerId");
  if (!canManageColleagues(ctx.viewer, providerId))
    throw new DomainError(ErrorCode.FORBIDDEN, "providers.onlyOwnersInvite");
  assertStanding(ctx.viewer, (viewer) => canInviteColleagues(viewer, providerId));
  const address = readEmailAddress(email);
  await limitMailTo(ctx, address);
  const token = createToken();
  await inTransaction(ctx, async (tx) => {
    const { name } = await tx.findOneByOrFail(Provider, { id: providerId });
    const createdAt = ctx.now();
    const expiresAt = DateTime.fromJSDate(createdAt).plus({ days: invitationDays }).toJSDate();
    const invitedByAccountId = ctx.viewer.accountId;
    await tx.upsert(
      Invitation,
      { providerId, address, role, invitedByAccountId, tokenHash: hashToken(token), createdAt, expiresAt },
      ["providerId", "address"],
    );
    await audit(tx, ctx, "provider.invite", ["provider", providerId], { after: { address, role } });
    const link = `${ctx.config.publicUrl}/admin/invitation#token=${token}`;
    await mailAccount(tx, ctx, {
      kind: MailKind.INVITATION,
      cause: `invitation:${providerId}:${createdAt.toISOString()}`,
      toAddress: address,
      accountId: null,
      secrets: [{ value: link, what: "link" }],
      subject: say("mail.invitationSubject", { provider: name }),
      text: [
        say("mail.invitation", { by: ctx.viewer.email, provider: name, role }),
        say("mail.invitationLink", { days: invitationDays, link }),
        say("mail.invitationNotKnown"),
      ],
    });
  });
  return true;
}
