import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { assertLanguage } from "../core/messages/assert-language.ts";
import { assertMay, staff } from "../core/policy.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import { assertBlanks } from "./fill-in.ts";
import { type KitText, kitWordsIn } from "./kit.queries.ts";
import { KitWords } from "./kit-words.entity.ts";

const parts = ["mailSubject", "mailText", "instructions"] as const;

/**
 * Sets the words of the kit in one language; null: those that come with the program.
 * @throws BAD_INPUT for a language that there is not, or a blank that nothing fills in
 */
export async function saveKitWords(
  ctx: Context,
  language: string,
  input: KitText | null,
): Promise<Awaited<ReturnType<typeof kitWordsIn>>> {
  assertMay(ctx, staff, null);
  assertLanguage(language, "language");
  const words = input && (Object.fromEntries(parts.map((part) => [part, input[part].trim()])) as unknown as KitText);
  if (words) for (const part of parts) assertBlanks(words[part], `input.${part}`);
  return inTransaction(ctx, async (tx) => {
    const before = await kitWordsIn(tx, language);
    if (words) await tx.upsert(KitWords, { language, ...words, changedAt: ctx.now() }, ["language"]);
    else await tx.delete(KitWords, { language });
    const after = await kitWordsIn(tx, language);
    const said = ({ mailSubject, mailText, instructions }: KitText) => ({ mailSubject, mailText, instructions });
    await audit(tx, ctx, "settings.kit-words", ["settings", settingsId], {
      before: { language, ...said(before) },
      after: { language, ...said(after) },
    });
    return after;
  });
}
