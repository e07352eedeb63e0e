/**
 * Marks that are accents, points or vocalisation, which people leave out: combining diacritics (Latin, Greek, Cyrillic),
 * Hebrew points, Arabic harakat. The vowel signs of Indic scripts, Thai and the voicing marks of
 * kana are marks to Unicode too, but there they are the letters of a name: without them distinct names would be one.
 */
const accents =
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff]|[\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]|[\u20d0-\u20ff]/gu;

/** Letters that Unicode does not take apart, with what people type where the keyboard lacks them. */
const plainLetters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ŋ: "ng",
  ħ: "h",
  ŧ: "t",
  ς: "σ",
  ک: "ك",
  ی: "ي",
};
const specialLetters = new RegExp(`[${Object.keys(plainLetters).join("")}]`, "gu");

/** With what Unicode calls letters or marks but is none: apostrophes (the okina), the Arabic stroke, variation selectors. */
const notLetters = /[^\p{L}\p{N}\p{M}]|[\u02b0-\u02ff\u0640\ua78b\ua78c]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
const apostrophes = /['’‘‛`´＇ʹʻʼʽʾʿˈꞋꞌ]/gu;

/**
 * What is left of a text when only its letters and digits count: case, accents, punctuation and spaces do not.
 * Any script is kept. `fold("O’Brien-Núñez")` is `obriennunez`; a text without letters or digits gives `""`.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, "");
  return text
    .normalize("NFKD")
    .replace(accents, "")
    .toLowerCase()
    .replace(specialLetters, (letter) => plainLetters[letter] ?? letter)
    .replace(notLetters, "")
    .normalize("NFC");
}

const wordsOf = (text: string): string[] => text.replace(apostrophes, "").split(/[^\p{L}\p{N}\p{M}]+/u);

/**
 * A name without regard to the order of its words: each word folded, sorted, joined by a space. `Mary Ann`, `Ann-Mary`
 * and `ann MARY` all give `ann mary`. An apostrophe does not part words: `D'Arcy` is one.
 */
export function foldName(text: string): string {
  return wordsOf(text)
    .map(fold)
    .filter((word) => word !== "")
    .sort()
    .join(" ");
}

/** How many spellings of one text are looked at: of more letters that are written out, the later ones go alike. */
const mostSpellings = 32;

/**
 * Letters that people write in two letters where the keyboard lacks them, taken apart as Unicode does, with what is
 * added to the plain one: `ä ö ü ø` an e, `å` an a. `ß`, `æ` and `œ` have one such spelling, which `fold` gives.
 */
const writtenOut = /(a\u030a|[aou]\u0308|\u00f8)/iu;

/**
 * All that a text may be folded to: `Müller` is typed `Muller` or `Mueller`, `Ångström` in four ways. The first is `fold(text)`. Two
 * texts may be the same where they have a spelling in common, so that `Mueller` is `Müller`, but not `Muller`.
 */
export function spellings(text: string): [string, ...string[]] {
  if (isAscii(text)) return [fold(text)];
  const parts = text.normalize("NFKD").split(writtenOut);
  let found = [""];
  for (const [i, part] of parts.entries()) {
    const plain = fold(part);
    const long = i % 2 === 0 ? plain : plain + (part.endsWith("\u030a") ? "a" : "e");
    if (i % 2 === 1 && found.length < mostSpellings)
      found = [...found.map((before) => before + plain), ...found.map((before) => before + long)];
    else found = found.map((before, at) => before + (at < found.length / 2 ? plain : long));
  }
  return [...new Set([fold(text), ...found])] as [string, ...string[]];
}

/** As `spellings`, of a name without regard to the order of its words; the first is `foldName(text)`. */
export function nameSpellings(text: string): [string, ...string[]] {
  if (isAscii(text)) return [foldName(text)];
  let found: string[][] = [[]];
  for (const word of wordsOf(text)) {
    const ways = spellings(word);
    found = found.flatMap((words) => ways.map((way) => [...words, way])).slice(0, mostSpellings);
  }
  const names = found.map((words) =>
    words
      .filter((word) => word !== "")
      .sort()
      .join(" "),
  );
  return [...new Set([foldName(text), ...names])] as [string, ...string[]];
}

/** What all spellings of a text have in common: no e after an a, o or u, and no a after an a. A beginning of a text gives a beginning of this. */
export const loose = (folded: string): string => folded.replace(/([aou])e+/g, "$1").replace(/a+/g, "a");

/** SQL of the same. */
export const looseSql = (folded: string): string =>
  `regexp_replace(regexp_replace(${folded}, '([aou])e+', '\\1', 'g'), 'a+', 'a', 'g')`;

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
