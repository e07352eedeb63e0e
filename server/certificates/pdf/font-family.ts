import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { FontFace } from "./font-face.ts";

export type FontStyle = "normal" | "bold" | "italics" | "bolditalics";

/** The families a document may name: the certificate's serif, the sans of tables and small print, and the signature. */
export type FontFamilyName = "Serif" | "Sans" | "Script";

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

/** A font for the scripts that a family lacks. `scripts` keeps large files closed until a text needs them. */
interface Fallback {
  readonly scripts: RegExp;
  readonly regular: () => string;
  readonly bold: () => string;
}

function fallback(scripts: RegExp, name: string, file: string, boldWeight = "600SemiBold"): Fallback {
  return {
    scripts,
    regular: () => inPackage(name, "400Regular", `${file}_400Regular.ttf`),
    bold: () => inPackage(name, boldWeight, `${file}_${boldWeight}.ttf`),
  };
}

/** Asked in this order; a script is added by adding a line. Ideographs come in the forms used in mainland China. */
const FALLBACKS: readonly Fallback[] = [
  { scripts: /./u, regular: () => garamond("400Regular"), bold: () => garamond("600SemiBold") },
  { scripts: /./u, regular: () => notoSans("400Regular"), bold: () => notoSans("600SemiBold") },
  fallback(/\p{Script_Extensions=Arabic}/u, "@expo-google-fonts/noto-naskh-arabic", "NotoNaskhArabic"),
  fallback(/\p{Script_Extensions=Hebrew}/u, "@expo-google-fonts/noto-serif-hebrew", "NotoSerifHebrew"),
  fallback(/\p{Script_Extensions=Devanagari}/u, "@expo-google-fonts/noto-serif-devanagari", "NotoSerifDevanagari"),
  fallback(/\p{Script_Extensions=Thai}/u, "@expo-google-fonts/noto-sans-thai", "NotoSansThai"),
  fallback(/\p{Script_Extensions=Hangul}/u, "@expo-google-fonts/nanum-myeongjo", "NanumMyeongjo", "700Bold"),
  {
    scripts:
      /\p{Script_Extensions=Han}|\p{Script_Extensions=Hiragana}|\p{Script_Extensions=Katakana}|\p{Script_Extensions=Bopomofo}|[\uff00-\uffef]/u,
    regular: () => inPackage("@embedpdf/fonts-sc", "..", "fonts", "NotoSansHans-Regular.otf"),
    bold: () => inPackage("@embedpdf/fonts-sc", "..", "fonts", "NotoSansHans-Medium.otf"),
  },
];

/** Characters that draw nothing and leave the choice of the face to their neighbours. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Letters, digits and signs of Latin text (up to U+024F), which are graphemes by themselves. */
const PLAIN = /^[ -~\u00a1-\u00ac\u00ae-\u024f]$/u;

/** Spaces and punctuation, which belong to no script. */
const NEUTRAL = /^[\p{Script=Common}\p{Script=Inherited}]+$/u;

const families = new Map<string, FontFamily>();

/** A face with the faces that stand in for it, script by script. */
export class FontFamily {
  readonly face: FontFace;
  private readonly bold: boolean;
  /** Single characters that the family's own face has and that never join a neighbour: the common case, kept fast. */
  private readonly plain = new Set<string>();
  private readonly chosen = new Map<string, FontFace | undefined>();

  private constructor(name: FontFamilyName, style: FontStyle) {
    this.face = FontFace.open(FAMILIES[name][style]());
    this.bold = style === "bold" || style === "bolditalics";
  }

  /** The family of a name and style, one object per process. */
  static of(name: FontFamilyName, style: FontStyle): FontFamily {
    const key = `${name} ${style}`;
    let family = families.get(key);
    if (!family) {
      if (!(name in FAMILIES)) throw new Error(`There is no font family ${name}.`);
      family = new FontFamily(name, style);
      families.set(key, family);
    }
    return family;
  }

  /** The first face that has every visible character of a grapheme; undefined where none has. */
  faceOf(grapheme: string): FontFace | undefined {
    if (!this.chosen.has(grapheme)) {
      if (this.chosen.size > 20_000) this.chosen.clear();
      this.chosen.set(grapheme, this.chooseFace(grapheme));
    }
    return this.chosen.get(grapheme);
  }

  /** Splits text into runs of one face each. Throws a RangeError where no face has a character: see `printableText`. */
  runs(text: string): { face: FontFace; text: string }[] {
    if (this.isPlain(text)) return [{ face: this.face, text }];
    const runs: { face: FontFace; text: string }[] = [];
    for (const { segment } of graphemes.segment(text)) {
      const face = this.faceOf(segment);
      if (!face)
        throw new RangeError(`No font can print ${JSON.stringify(segment)}; pass texts through printableText.`);
      const last = runs.at(-1);
      if (last?.face === face) last.text += segment;
      else runs.push({ face, text: segment });
    }
    return joinNeutral(runs);
  }

  private isPlain(text: string): boolean {
    for (const character of text) {
      if (this.plain.has(character)) continue;
      if (!PLAIN.test(character) || this.faceOf(character) !== this.face) return false;
      this.plain.add(character);
    }
    return text !== "";
  }

  private chooseFace(grapheme: string): FontFace | undefined {
    const codePoints = [...grapheme].filter((c) => !INVISIBLE.test(c)).map((c) => c.codePointAt(0) as number);
    const covers = (face: FontFace) => codePoints.every((codePoint) => face.covers(codePoint));
    if (covers(this.face)) return this.face;
    for (const { scripts, regular, bold } of FALLBACKS) {
      if (!scripts.test(grapheme)) continue;
      for (const file of this.bold ? [bold, regular] : [regular]) {
        const face = FontFace.open(file());
        if (covers(face)) return face;
      }
    }
    return undefined;
  }
}

/** Spaces and punctuation between two runs of one face join them, so that a phrase is one run for shaping and reading. */
function joinNeutral(runs: { face: FontFace; text: string }[]): { face: FontFace; text: string }[] {
  for (let index = runs.length - 2; index > 0; index--) {
    const [before, between, after] = runs.slice(index - 1, index + 2);
    if (!before || !between || before.face !== after?.face || !NEUTRAL.test(between.text)) continue;
    if (![...between.text].every((c) => before.face.covers(c.codePointAt(0) as number))) continue;
    runs.splice(index - 1, 3, { face: before.face, text: before.text + between.text + after.text });
    index = Math.min(index, runs.length - 1);
  }
  return runs;
}
