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

/**
 * A name without regard to the order of its words: each word folded, sorted, joined by a space. `Mary Ann`, `Ann-Mary`
 * and `ann MARY` all give `ann mary`. An apostrophe does not part words: `D'Arcy` is one.
 */
export function foldName(text: string): string {
  return text
    .replace(apostrophes, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map(fold)
    .filter((word) => word !== "")
    .sort()
    .join(" ");
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
