import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { FontFace } from "./font-face.ts";

export type FontStyle = "normal" | "bold" | "italics" | "bolditalics";

/** The families a document may name: the certificate's serif, the sans of tables and small print, and the signature. */
export type FontFamilyName = "Serif" | "Sans" | "Script";

/** Whose forms ideographs have: Japan's, Korea's, Taiwan's and Hong Kong's, or mainland China's. */
export type HanForms = "JP" | "KR" | "TC" | "SC";

const require = createRequire(import.meta.url);
const inPackage = (name: string, ...path: string[]) => join(dirname(require.resolve(name)), ...path);
const garamond = (weight: string) => inPackage("@expo-google-fonts/eb-garamond", weight, `EBGaramond_${weight}.ttf`);
const notoSans = (weight: string) => inPackage("@expo-google-fonts/noto-sans", weight, `NotoSans_${weight}.ttf`);

const FAMILIES: Record<FontFamilyName, Record<FontStyle, () => string>> = {
  Serif: {
    normal: () => garamond("400Regular"),
    bold: () => garamond("600SemiBold"),
    italics: () => garamond("400Regular_Italic"),
    bolditalics: () => garamond("600SemiBold_Italic"),
  },
  Sans: {
    normal: () => notoSans("400Regular"),
    bold: () => notoSans("600SemiBold"),
    italics: () => notoSans("400Regular_Italic"),
    bolditalics: () => notoSans("600SemiBold_Italic"),
  },
  Script: {
    normal: greatVibes,
    bold: greatVibes,
    italics: greatVibes,
    bolditalics: greatVibes,
  },
};

function greatVibes() {
  return inPackage("@expo-google-fonts/great-vibes", "400Regular", "GreatVibes_400Regular.ttf");
}

/** A font that stands in for a family's own. `scripts` keeps files closed until a text needs them. */
interface Fallback {
  readonly scripts: RegExp;
  readonly regular: () => string;
  readonly bold?: () => string;
  readonly forms?: HanForms;
}

/** A font of Google's collection, as Expo packs it; `bold` is the weight that it has for bold text. */
function google(scripts: RegExp, name: string, bold: "600SemiBold" | "700Bold" | null = "600SemiBold"): Fallback {
  const packageName = `@expo-google-fonts/${name.replaceAll(" ", "-").toLowerCase()}`;
  const file = (weight: string) => inPackage(packageName, weight, `${name.replaceAll(" ", "")}_${weight}.ttf`);
  return {
    scripts,
    regular: () => file("400Regular"),
    ...(bold && { bold: () => file(bold) }),
  };
}

/** One of those that Expo does not pack. Has letters of its script alone. */
function fontsource(scripts: RegExp, script: string): Fallback {
  const name = `noto-sans-${script}`;
  return {
    scripts,
    regular: () => require.resolve(`@fontsource/${name}/files/${name}-${script}-400-normal.woff`),
  };
}

const HAN =
  /\p{Script_Extensions=Han}|\p{Script_Extensions=Hiragana}|\p{Script_Extensions=Katakana}|\p{Script_Extensions=Bopomofo}|[\u3000-\u33ff\uff00-\uffef]/u;

function han(forms: HanForms, name: string, file: string): Fallback {
  const weight = (which: string) => inPackage(`@embedpdf/${name}`, "..", "fonts", `${file}-${which}.otf`);
  return { scripts: HAN, forms, regular: () => weight("Regular"), bold: () => weight("Medium") };
}

/**
 * The font of each script but Latin, Greek and Cyrillic, which the families have themselves. A script is added by adding a line;
 * of several fonts with a script those that come first are asked first.
 */
const SCRIPTS: readonly Fallback[] = [
  google(/\p{Script_Extensions=Arabic}/u, "Noto Naskh Arabic"),
  google(/\p{Script_Extensions=Hebrew}/u, "Noto Serif Hebrew"),
  google(/\p{Script_Extensions=Devanagari}/u, "Noto Serif Devanagari"),
  google(/\p{Script_Extensions=Thai}/u, "Noto Sans Thai"),
  han("SC", "fonts-sc", "NotoSansHans"),
  han("JP", "fonts-jp", "NotoSansJP"),
  han("TC", "fonts-tc", "NotoSansHant"),
  { ...google(/\p{Script_Extensions=Hangul}|\p{Script=Han}/u, "Nanum Myeongjo", "700Bold"), forms: "KR" },
  google(/\p{Script_Extensions=Bengali}/u, "Noto Sans Bengali"),
  google(/\p{Script_Extensions=Gurmukhi}/u, "Noto Sans Gurmukhi"),
  google(/\p{Script_Extensions=Gujarati}/u, "Noto Sans Gujarati"),
  google(/\p{Script_Extensions=Oriya}/u, "Noto Sans Oriya"),
  google(/\p{Script_Extensions=Tamil}/u, "Noto Sans Tamil"),
  google(/\p{Script_Extensions=Telugu}/u, "Noto Sans Telugu"),
  google(/\p{Script_Extensions=Kannada}/u, "Noto Sans Kannada"),
  google(/\p{Script_Extensions=Malayalam}/u, "Noto Sans Malayalam"),
  google(/\p{Script_Extensions=Sinhala}/u, "Noto Sans Sinhala"),
  google(/\p{Script_Extensions=Armenian}/u, "Noto Sans Armenian"),
  google(/\p{Script_Extensions=Georgian}/u, "Noto Sans Georgian"),
  google(/\p{Script_Extensions=Ethiopic}/u, "Noto Sans Ethiopic"),
  google(/\p{Script_Extensions=Khmer}/u, "Noto Sans Khmer"),
  google(/\p{Script_Extensions=Lao}/u, "Noto Sans Lao"),
  google(/\p{Script_Extensions=Myanmar}/u, "Noto Sans Myanmar"),
  google(/\p{Script_Extensions=Tibetan}/u, "Noto Serif Tibetan"),
  google(/\p{Script_Extensions=Mongolian}/u, "Noto Sans Mongolian", null),
  google(/\p{Script_Extensions=Cherokee}/u, "Noto Sans Cherokee"),
  google(/\p{Script_Extensions=Canadian_Aboriginal}/u, "Noto Sans Canadian Aboriginal"),
  google(/\p{Script_Extensions=Syriac}/u, "Noto Sans Syriac"),
  google(/\p{Script_Extensions=Thaana}/u, "Noto Sans Thaana"),
  google(/\p{Script_Extensions=Nko}/u, "Noto Sans NKo", null),
  google(/\p{Script_Extensions=Tifinagh}/u, "Noto Sans Tifinagh", null),
  google(/\p{Script_Extensions=Adlam}/u, "Noto Sans Adlam"),
  google(/\p{Script_Extensions=Vai}/u, "Noto Sans Vai", null),
  google(/\p{Script_Extensions=Osage}/u, "Noto Sans Osage", null),
  google(/\p{Script_Extensions=Javanese}/u, "Noto Sans Javanese"),
  google(/\p{Script_Extensions=Balinese}/u, "Noto Sans Balinese"),
  google(/\p{Script_Extensions=Cham}/u, "Noto Sans Cham"),
  google(/\p{Script_Extensions=Chakma}/u, "Noto Sans Chakma", null),
  google(/\p{Script_Extensions=Hanifi_Rohingya}/u, "Noto Sans Hanifi Rohingya"),
  google(/\p{Script_Extensions=Lisu}/u, "Noto Sans Lisu"),
  google(/\p{Script_Extensions=Meetei_Mayek}/u, "Noto Sans Meetei Mayek"),
  google(/\p{Script_Extensions=Ol_Chiki}/u, "Noto Sans Ol Chiki"),
  google(/\p{Script_Extensions=Tai_Viet}/u, "Noto Sans Tai Viet", null),
  google(/\p{Script_Extensions=Yi}/u, "Noto Sans Yi", null),
  fontsource(/\p{Script_Extensions=Bamum}/u, "bamum"),
  fontsource(/\p{Script_Extensions=Buginese}/u, "buginese"),
  fontsource(/\p{Script_Extensions=Kayah_Li}/u, "kayah-li"),
  fontsource(/\p{Script_Extensions=Lepcha}/u, "lepcha"),
  fontsource(/\p{Script_Extensions=Limbu}/u, "limbu"),
  fontsource(/\p{Script_Extensions=Miao}/u, "miao"),
  fontsource(/\p{Script_Extensions=New_Tai_Lue}/u, "new-tai-lue"),
  fontsource(/\p{Script_Extensions=Rejang}/u, "rejang"),
  fontsource(/\p{Script_Extensions=Saurashtra}/u, "saurashtra"),
  fontsource(/\p{Script_Extensions=Sundanese}/u, "sundanese"),
  fontsource(/\p{Script_Extensions=Tagalog}/u, "tagalog"),
  fontsource(/\p{Script_Extensions=Tai_Le}/u, "tai-le"),
  fontsource(/\p{Script_Extensions=Tai_Tham}/u, "tai-tham"),
];

/** What is asked for all that no font of a script has: Latin, Greek, Cyrillic, signs and symbols. */
const GENERAL: readonly Fallback[] = [
  { scripts: /./su, regular: () => garamond("400Regular"), bold: () => garamond("600SemiBold") },
  { scripts: /./su, regular: () => notoSans("400Regular"), bold: () => notoSans("600SemiBold") },
  google(/[\p{Script=Common}\p{Script=Inherited}]/u, "Noto Sans Symbols"),
  google(/[\p{Script=Common}\p{Script=Inherited}]/u, "Noto Sans Symbols 2", null),
  google(/[\p{Script=Common}\p{Script=Inherited}]/u, "Noto Sans Math", null),
  google(/[\p{Script=Common}\p{Script=Inherited}]/u, "Noto Emoji"),
];

/** Characters that draw nothing and leave the choice of the face to their neighbours. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Letters, digits and signs of Latin text (up to U+024F), which are graphemes by themselves. */
const PLAIN = /^[ -~\u00a1-\u00ac\u00ae-\u024f]$/u;

/** Blanks, punctuation, digits and marks, which belong to no script. */
const NEUTRAL = /^[\p{Script=Common}\p{Script=Inherited}]+$/u;

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const BOPOMOFO = /\p{Script=Bopomofo}/u;
const HANGUL = /\p{Script=Hangul}/u;

/** The forms of ideographs that readers of a language expect; undefined where it has none. */
export function hanFormsOf(language: string): HanForms | undefined {
  if (/^ja\b/i.test(language)) return "JP";
  if (/^ko\b/i.test(language)) return "KR";
  if (/^(zh-hant|zh-(tw|hk|mo)|yue)\b/i.test(language)) return "TC";
  return /^zh\b/i.test(language) ? "SC" : undefined;
}

const families = new Map<string, FontFamily>();

/** A face with the faces that stand in for it, script by script. */
export class FontFamily {
  readonly face: FontFace;
  private readonly bold: boolean;
  private readonly forms: HanForms;
  /** Single characters that the family's own face has and that never join a neighbour: the common case, kept fast. */
  private readonly plain = new Set<string>();
  private readonly chosen = new Map<string, FontFace | undefined>();

  private constructor(name: FontFamilyName, style: FontStyle, forms: HanForms) {
    this.face = FontFace.open(FAMILIES[name][style]());
    this.bold = style === "bold" || style === "bolditalics";
    this.forms = forms;
  }

  /**
   * The family of a name and style, one object per thread.
   * @param forms of ideographs, where the text does not show its language itself
   */
  static of(name: FontFamilyName, style: FontStyle, forms: HanForms = "SC"): FontFamily {
    const key = `${name} ${style} ${forms}`;
    let family = families.get(key);
    if (!family) {
      if (!(name in FAMILIES)) throw new Error(`There is no font family ${name}.`);
      family = new FontFamily(name, style, forms);
      families.set(key, family);
    }
    return family;
  }

  /** The first face that has every visible character of a grapheme; undefined where none has. */
  faceOf(grapheme: string, context: HanForms = this.forms): FontFace | undefined {
    const key = context + grapheme;
    if (!this.chosen.has(key)) {
      if (this.chosen.size > 20_000) this.chosen.clear();
      this.chosen.set(key, this.chooseFace(grapheme, context));
    }
    return this.chosen.get(key);
  }

  /**
   * Splits text into runs of one face each. What belongs to no script has the face of its neighbours where both have the same,
   * so that a phrase is one run for shaping and reading; else the family's own, or else that of the one or the other. Where two texts
   * meet, a letter and what follows it may have become one grapheme that no face has: then each character has its own.
   * @throws RangeError where no face has a character: see `printableText`
   */
  runs(text: string): { face: FontFace; text: string }[] {
    if (this.isPlain(text)) return [{ face: this.face, text }];
    const context = this.contextOf(text);
    const pieces = [...graphemes.segment(text)]
      .flatMap(({ segment }) => (this.faceOf(segment, context) ? [segment] : [...segment]))
      .map((segment) => ({
        text: segment,
        face: NEUTRAL.test(segment) ? undefined : this.faceOf(segment, context),
        neutral: NEUTRAL.test(segment),
      }));
    const following: (FontFace | undefined)[] = [];
    for (let index = pieces.length - 1, next: FontFace | undefined; index >= 0; index--) {
      following[index] = next;
      next = pieces[index]?.face ?? next;
    }
    const runs: { face: FontFace; text: string }[] = [];
    let before: FontFace | undefined;
    pieces.forEach((piece, index) => {
      const after = following[index];
      const face = piece.neutral ? this.neutralFace(piece.text, before, after, context) : piece.face;
      if (!face)
        throw new RangeError(`No font can print ${JSON.stringify(piece.text)}; pass texts through printableText.`);
      if (!piece.neutral) before = face;
      const last = runs.at(-1);
      if (last?.face === face) last.text += piece.text;
      else runs.push({ face, text: piece.text });
    });
    return runs;
  }

  private neutralFace(text: string, before: FontFace | undefined, after: FontFace | undefined, context: HanForms) {
    const candidates = before && before === after ? [before, this.face] : [this.face, before, after];
    return candidates.find((face) => face && covers(face, text)) ?? this.faceOf(text, context);
  }

  private isPlain(text: string): boolean {
    for (const character of text) {
      if (this.plain.has(character)) continue;
      if (!PLAIN.test(character) || this.faceOf(character) !== this.face) return false;
      this.plain.add(character);
    }
    return text !== "";
  }

  /** The forms that all ideographs of a text have, if there are such: first those that its other letters show. */
  private contextOf(text: string): HanForms {
    const shown = KANA.test(text) ? "JP" : BOPOMOFO.test(text) ? "TC" : HANGUL.test(text) ? "KR" : this.forms;
    const ideographs = text.match(/\p{Script=Han}/gu);
    if (!ideographs) return shown;
    const all = [...new Set<HanForms>([shown, this.forms, "SC", "JP", "TC"])];
    return (
      all.find((forms) => {
        const face = SCRIPTS.find((each) => each.forms === forms);
        return (
          face &&
          ideographs.every((ideograph) => FontFace.open(face.regular()).covers(ideograph.codePointAt(0) as number))
        );
      }) ?? shown
    );
  }

  private chooseFace(grapheme: string, context: HanForms): FontFace | undefined {
    const ofScript = SCRIPTS.filter(({ scripts }) => scripts.test(grapheme));
    const inContext = ofScript.filter(({ forms }) => forms === context);
    const own = ofScript.length === 0 || NEUTRAL.test(grapheme);
    if (own && covers(this.face, grapheme)) return this.face;
    for (const { scripts, regular, bold } of [...inContext, ...ofScript, ...GENERAL]) {
      if (!scripts.test(grapheme)) continue;
      for (const file of this.bold && bold ? [bold, regular] : [regular]) {
        const face = FontFace.open(file());
        if (covers(face, grapheme)) return face;
      }
    }
    return undefined;
  }
}

function covers(face: FontFace, text: string): boolean {
  for (const character of text)
    if (!INVISIBLE.test(character) && !face.covers(character.codePointAt(0) as number)) return false;
  return true;
}
