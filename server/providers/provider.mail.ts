import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { mailAccount } from "../accounts/account.mail.ts";
import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { type Provider, ProviderAccount } from "./provider.entity.ts";
import type { ProviderAction } from "./provider.policy.ts";

/** Tells every owner of a provider, at each verified address, what staff have decided about it, and why. */
export async function mailDecision(
  tx: EntityManager,
  ctx: Context,
  { id, number, name }: Provider,
  action: ProviderAction,
  reason: string | null,
): Promise<void> {
  const cause = `provider:${id}:${randomUUID()}`;
  const owners = await tx.findBy(ProviderAccount, { providerId: id, role: "OWNER" });
  for (const { accountId } of owners)
    for (const toAddress of await verifiedAddresses(tx, accountId))
      await mailAccount(tx, ctx, {
        kind: MailKind.PROVIDER,
        cause,
        toAddress,
        accountId,
        subject: say("mail.providerDecisionSubject", { action, number }),
        text: [
          say("mail.providerDecision", { action, number, name }),
          ...(reason === null ? [] : [say("mail.providerDecisionReason", { reason })]),
        ],
      });
}
