// Searches the pages in the browser: the words come from a file that is fetched when somebody begins to search.
const box = document.querySelector("search input");
const list = document.querySelector("#found");
const said = document.querySelector("#said");
const most = 12;
let index = null;

/** A text's words, and the parts of those that the schema writes together: "claims" is in saveClaims. */
const wordsOf = (text) =>
  text
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => [word, ...word.split(/(?<=\p{Ll})(?=\p{Lu})/u)])
    .filter(Boolean)
    .map((word) => word.toLowerCase());

/** What a word that begins, or is, one of a text's words counts. */
const among = (word, words) => (words.has(word) ? 2 : [...words].some((each) => each.startsWith(word)) ? 1 : 0);

const load = () => {
  index ??= fetch(box.dataset.words)
    .then((answer) => answer.json())
    .then((entries) =>
      entries.map((entry) => ({
        ...entry,
        inTitle: new Set(wordsOf(entry.title)),
        inPage: new Set(wordsOf(entry.page)),
        inText: new Set(wordsOf(entry.text)),
      })),
    )
    .catch(() => {
      index = null;
      return null;
    });
  return index;
};

/** Entries that have every word, the best first: what is called so comes before what only speaks of it. */
function search(entries, asked) {
  const words = asked
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return entries
    .map((entry) => {
      const counts = words.map(
        (word) => 8 * among(word, entry.inTitle) + 2 * among(word, entry.inPage) + among(word, entry.inText),
      );
      const isCalledSo = entry.title.toLowerCase() === asked.toLowerCase() ? 50 : 0;
      return { entry, count: counts.includes(0) ? 0 : isCalledSo + counts.reduce((sum, each) => sum + each, 0) };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ entry }) => entry);
}

const close = () => {
  list.hidden = true;
  list.replaceChildren();
  said.textContent = "";
};

async function show() {
  const words = box.value.trim();
  if (!words) return close();
  const entries = await load();
  if (!entries || words !== box.value.trim()) return;
  const found = search(entries, words).slice(0, most);
  list.replaceChildren(
    ...found.map(({ title, page, url }) => {
      const [entry, link, name, place] = ["li", "a", "b", "span"].map((tag) => document.createElement(tag));
      link.href = url;
      name.textContent = title;
      place.textContent = page;
      link.append(name, place);
      entry.append(link);
      return entry;
    }),
  );
  list.hidden = found.length === 0;
  said.textContent = found.length === 0 ? box.dataset.none : "";
}

box.addEventListener("focus", load);
box.addEventListener("input", show);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && event.target === document.body) {
    event.preventDefault();
    box.focus();
  }
  if (event.key === "Escape" && !list.hidden) {
    close();
    box.focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (links.length === 0 || (at < 0 && document.activeElement !== box)) return;
  event.preventDefault();
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) box.focus();
  else links[Math.min(next, links.length - 1)].focus();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("search")) list.hidden = true;
});
box.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
box.closest("search").hidden = false;
const menu = document.querySelector("nav details");
const wide = matchMedia("(min-width:56.01rem)");
const openWhereWide = () => {
  menu.open = wide.matches;
};
wide.addEventListener("change", openWhereWide);
openWhereWide();
