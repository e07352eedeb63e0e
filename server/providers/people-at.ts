import type { EntityManager } from "typeorm";
import type { ProviderRole } from "../core/viewer.ts";
import type { Recipient } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";

const everybody: readonly ProviderRole[] = ["OWNER", "EDITOR"];

/** Who at a provider is told of what, by role. The one place that says so. */
const toldTo = {
  [MailKind.PROVIDER]: ["OWNER"],
  [MailKind.PROGRAM_SUBMITTED]: everybody,
  [MailKind.PROGRAM_TAKEN_UP]: everybody,
  [MailKind.REVIEW]: everybody,
  [MailKind.CHANGES_REQUESTED]: everybody,
  [MailKind.PROGRAM_APPROVED]: everybody,
  [MailKind.PROGRAM_DENIED]: everybody,
  [MailKind.SESSION_DECIDED]: everybody,
  [MailKind.DEADLINE_EXTENDED]: everybody,
  [MailKind.ATTENDANCE_REMINDER]: everybody,
  [MailKind.ATTENDANCE_RECORDED]: everybody,
  [MailKind.FEE_DUE]: everybody,
  [MailKind.RECEIPT]: everybody,
  [MailKind.DOCUMENTS_DUE]: everybody,
  [MailKind.CERTIFICATES_RELEASED]: everybody,
} satisfies Partial<Record<MailKind, readonly ProviderRole[]>>;

/** A kind of mail that goes to the people of a provider. */
export type ProviderMailKind = keyof typeof toldTo;

/** The people at a provider who are told of this, each at the primary address, which is verified. Whoever cannot sign in is not told. */
export async function peopleAt(tx: EntityManager, providerId: string, kind: ProviderMailKind): Promise<Recipient[]> {
  return tx.query(
    `SELECT a.id AS "accountId", e.address
     FROM provider_account pa JOIN account a ON a.id = pa.account_id AND a.disabled_at IS NULL
       JOIN email_address e ON e.account_id = a.id AND e.is_primary AND e.verified_at IS NOT NULL
     WHERE pa.provider_id = $1 AND pa.role = ANY($2) ORDER BY e.address`,
    [providerId, toldTo[kind]],
  );
}
