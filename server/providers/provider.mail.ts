import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { peopleAt } from "./people-at.ts";
import type { Provider } from "./provider.entity.ts";
import type { ProviderAction } from "./provider.policy.ts";

/** Tells a provider's owners what staff have decided about it, and why. */
export async function mailDecision(
  tx: EntityManager,
  ctx: Context,
  { id, number, name }: Provider,
  action: ProviderAction,
  reason: string | null,
): Promise<void> {
  const kind = MailKind.PROVIDER;
  const letter = {
    kind,
    cause: `provider:${id}:${randomUUID()}`,
    subjectId: id,
    subject: say("mail.providerDecisionSubject", { action, number }),
    paragraphs: [
      say("mail.providerDecision", { action, number, name }),
      ...(reason === null ? [] : [say("mail.providerDecisionReason", { reason })]),
    ],
  };
  await writeLetter(tx, ctx, letter, await peopleAt(tx, id, kind));
}

/** Tells the owners of two providers, who are the owners of one now, that they were merged, and why. */
export async function mailMerged(
  tx: EntityManager,
  ctx: Context,
  { kept, merged }: Record<"kept" | "merged", Pick<Provider, "id" | "number" | "name">>,
  reason: string,
): Promise<void> {
  const kind = MailKind.PROVIDER;
  const numbers = { kept: kept.number, merged: merged.number };
  const letter = {
    kind,
    cause: `provider-merge:${merged.id}`,
    subjectId: kept.id,
    subject: say("mail.providersMergedSubject", numbers),
    paragraphs: [
      say("mail.providersMerged", { ...numbers, name: kept.name, formerly: merged.name }),
      say("mail.providerDecisionReason", { reason }),
    ],
  };
  await writeLetter(tx, ctx, letter, await peopleAt(tx, kept.id, kind));
}
