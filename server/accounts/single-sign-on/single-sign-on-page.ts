import { defineHtmlPage, escapeHtml } from "../../core/html-page.ts";
import { type Message, say } from "../../core/messages/message.ts";
import { capitalised, type Language, sentence } from "../../core/messages/sentence.ts";

const page = defineHtmlPage(`
a{display:inline-block;margin-top:1rem;padding:.7rem 1.5rem;border-radius:.6rem;background:var(--ink);color:var(--on-action);font-weight:600;text-decoration:none}
.soft{margin-top:2rem;font-size:.9375rem}
`);

/** Its own style and the icon: nothing else. */
export const singleSignOnPageDirectives = {
  "default-src": ["'none'"],
  "style-src": [page.styleHash],
  "img-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  "frame-ancestors": ["'none'"],
};

/** Says why nobody was signed in and where to go on. It works without scripts. */
export function singleSignOnPage(
  words: { title: Message; text: Message; code: string | null; back: string },
  language: Language,
): string {
  const { code } = words;
  const html = (message: Message) => escapeHtml(capitalised(sentence(message, language), language));
  return page.render(
    language,
    html(words.title),
    `<p role="alert">${html(words.text)}</p>
<a href="${escapeHtml(words.back)}">${html(say("singleSignOn.back"))}</a>${code ? `\n<p class="soft">${html(say("singleSignOn.support", { code }))}</p>` : ""}`,
  );
}
