import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, violates } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { noteThatMailArrives } from "../mail/suppression.ts";
import { EmailAddress } from "./account.entity.ts";
import { EmailCode } from "./email-code.entity.ts";
import { lockHolder } from "./lock-addresses.ts";
import { maximumTries, readMailedCode } from "./mailed-code.ts";
import { passwordMatches } from "./password.ts";
import { signedInAccount } from "./signed-in-account.ts";
import { tellOfChange } from "./tell-of-change.ts";

interface WaitingCode {
  emailAddressId: string;
  codeHash: string | null;
}

/**
 * Takes the code that was mailed to an address of the viewer's account. Each try counts for every address that waits, before
 * it is evaluated.
 * @throws UNAUTHENTICATED; WRONG_CODE; CODE_EXPIRED where nothing waits for a code any more; ADDRESS_TAKEN
 */
export async function verifyEmailAddress(ctx: Context, code: string): Promise<true> {
  const accountId = signedInAccount(ctx);
  const [waiting]: [WaitingCode[], number] = await ctx.db.query(
    `UPDATE email_code c SET attempts = c.attempts + 1 FROM email_address e
     WHERE e.id = c.email_address_id AND e.account_id = $1 AND c.expires_at > $2 AND c.attempts < $3
     RETURNING c.email_address_id AS "emailAddressId", c.code_hash AS "codeHash"`,
    [accountId, ctx.now(), maximumTries],
  );
  if (waiting.length === 0)
    throw new DomainError(ErrorCode.CODE_EXPIRED, "accounts.addressCodeOver", { field: "token" });
  const typed = readMailedCode(code);
  for (const { emailAddressId, codeHash } of waiting)
    if (await passwordMatches(codeHash, typed)) return verify(ctx, accountId, emailAddressId);
  throw new DomainError(ErrorCode.WRONG_CODE, "accounts.notTheMailedCode", { field: "token" });
}

async function verify(ctx: Context, accountId: string, emailAddressId: string): Promise<true> {
  try {
    await inTransaction(ctx, async (tx) => {
      await lockHolder(tx, accountId);
      const { affected } = await tx.delete(EmailCode, { emailAddressId });
      if (affected !== 1) throw new DomainError(ErrorCode.CODE_EXPIRED, "accounts.codeUsed", { field: "token" });
      await tx.update(EmailAddress, emailAddressId, { verifiedAt: ctx.now() });
      const { address } = await tx.findOneByOrFail(EmailAddress, { id: emailAddressId });
      await noteThatMailArrives(tx, address);
      await audit(tx, ctx, "account.verify-address", ["account", accountId], { after: { address } });
      await tellOfChange(
        tx,
        ctx,
        accountId,
        say("changeSubject.addressAdded"),
        say("changeText.addressAdded", { address }),
      );
    });
  } catch (error) {
    if (violates(error, "email_address_verified_once"))
      throw new DomainError(ErrorCode.ADDRESS_TAKEN, "accounts.addressTaken");
    throw error;
  }
  return true;
}
