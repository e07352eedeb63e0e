import { canManageApiKeys, rolesOfKeys } from "../accounts/api-keys/api-key.policy.ts";
import { inRoles } from "../core/policy.ts";
import { actsFor, type Viewer } from "../core/viewer.ts";
import type { Webhook } from "./webhook.entity.ts";

/** Who makes keys makes webhooks: staff for the accreditor, owners for their provider. In the sandbox a test key does in their place. */
export const canManageWebhooks = (viewer: Viewer, { providerId }: Pick<Webhook, "providerId">): boolean =>
  viewer.apiKey?.sandbox
    ? providerId === null
      ? viewer.isStaff
      : actsFor(viewer, providerId)
    : canManageApiKeys(viewer, { providerId });

/** In which roles staff make, change and end the accreditor's webhooks; its others see them. */
export const rolesOfWebhooks = rolesOfKeys;

/** So many webhooks a provider has at most, and so many the accreditor. */
export const mostWebhooks = { provider: 5, accreditor: 20 };

/**
 * SQL of whether something is sent to webhook `w`: it was not stopped, its provider is not suspended, and whoever stands for it could still
 * make it.
 */
export const standsSql = (w: string): string => `(${w}.stopped_at IS NULL AND EXISTS (
  SELECT FROM account a WHERE a.id = ${w}.created_by_account_id AND a.status = 'ACTIVE' AND CASE
    WHEN ${w}.provider_id IS NULL THEN 'ADMINISTRATOR' = ANY (a.staff_roles)
    ELSE EXISTS (SELECT FROM provider_account pa JOIN provider v ON v.id = pa.provider_id
      WHERE pa.provider_id = ${w}.provider_id AND pa.account_id = a.id AND pa.role = 'OWNER' AND v.status IN ('APPLIED', 'ACTIVE')) END))`;

/** What can be done with a webhook. */
export enum WebhookAction {
  ROTATE_SECRET = "ROTATE_SECRET",
  STOP = "STOP",
  START = "START",
  REMOVE = "REMOVE",
  REPLAY = "REPLAY",
}

/** What the viewer can do with a webhook now. */
export function webhookActions(viewer: Viewer, webhook: Pick<Webhook, "providerId" | "stoppedAt">): WebhookAction[] {
  if (!canManageWebhooks(inRoles(viewer, rolesOfWebhooks), webhook)) return [];
  const { ROTATE_SECRET, STOP, START, REMOVE, REPLAY } = WebhookAction;
  return [ROTATE_SECRET, webhook.stoppedAt ? START : STOP, REMOVE, REPLAY];
}
