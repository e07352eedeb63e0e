import { escapeHtml } from "../../core/html-page.ts";
import type { Credential } from "./issue-credential.ts";

/** Words in at most so many lines of about equal measure; what does not fit is cut, since the credential has the whole. */
function linesOf(text: string, lineLength: number, mostLines: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && [...last, ...word].length < lineLength) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, mostLines).map((line, at) => {
    const characters = [...line];
    const isCut = at === mostLines - 1 && lines.length > mostLines;
    return isCut || characters.length > 2 * lineLength ? `${characters.slice(0, 2 * lineLength - 1).join("")}…` : line;
  });
}

/** Rays of the seal: a star of so many points between two circles. */
function star(points: number, outer: number, inner: number): string {
  const corners = Array.from({ length: points * 2 }, (_, i) => {
    const turn = (i * Math.PI) / points;
    const radius = i % 2 === 0 ? outer : inner;
    return `${(200 + radius * Math.sin(turn)).toFixed(1)},${(200 - radius * Math.cos(turn)).toFixed(1)}`;
  });
  return corners.join(" ");
}

/**
 * A picture that carries the credential (a baked badge, Open Badges 3.0, 5.3): an SVG whose `openbadges:credential` has the JSON that was
 * signed. What is drawn is for the eye alone.
 */
export function bakedBadge({ document }: Pick<Credential, "document">): string {
  const { name, issuer, credentialSubject } = JSON.parse(document) as {
    name: string;
    issuer: { name: string };
    credentialSubject: {
      identifier: { identityType: string; identityHash: string }[];
      achievement: { resultDescription: { name: string }[] };
      result: { value: string }[];
    };
  };
  const { identifier, achievement, result } = credentialSubject;
  const holder = identifier.find(({ identityType }) => identityType === "name")?.identityHash ?? "";
  const credits = `${result[0]?.value ?? ""} ${achievement.resultDescription[0]?.name ?? ""}`.trim();
  const rule = '<path d="M140 YY h120" stroke="#c9b27c" stroke-width="1.5"/>';
  /** One below the other: what is drawn at a height, and how much room it takes. */
  const rows: [room: number, draw: (y: number) => string][] = [
    ...linesOf(issuer.name, 34, 2).map((line) => textRow(line, 17, 240, ' fill="#7a5c1e" font-style="italic"')),
    textRow(credits, 36, 280, ' font-weight="600"'),
    [14, (y) => rule.replace("YY", String(y - 2))],
    ...linesOf(name, 24, 3).map((line) => textRow(line, 23, 305)),
    [14, (y) => rule.replace("YY", String(y))],
    ...linesOf(holder, 26, 2).map((line) => textRow(line, 20, 250)),
  ];
  let y = 200 - rows.reduce((height, [room]) => height + room, 0) / 2;
  const drawn: string[] = [];
  for (const [room, draw] of rows) {
    y += room;
    drawn.push(draw(y));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox="0 0 400 400" width="400" height="400" role="img" aria-label="${escapeHtml(`${name}: ${credits}, ${holder}`)}">
<openbadges:credential>
<![CDATA[
${document.replaceAll("]]>", "]]\\u003e")}
]]>
</openbadges:credential>
<polygon points="${star(48, 196, 184)}" fill="#9c7a34"/>
<circle cx="200" cy="200" r="178" fill="#fffdf8" stroke="#1b2a4a" stroke-width="3"/>
<circle cx="200" cy="200" r="168" fill="none" stroke="#c9b27c" stroke-width="1.5"/>
<g font-family="'EB Garamond',Garamond,Georgia,'Times New Roman',serif" fill="#1b2a4a">
${drawn.join("\n")}
</g>
</svg>
`;
}

/** A line in the middle, smaller where it is too long for its room: letters of serif faces are little more than half as wide as they are high, ideographs as wide. */
function textRow(words: string, size: number, width: number, more = ""): [number, (y: number) => string] {
  const ems = [...words].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 1 : 0.56), 0);
  const fitted = Math.min(size, width / ems).toFixed(1);
  return [
    size * 1.28,
    (y) =>
      `<text x="200" y="${y.toFixed(1)}" font-size="${fitted}" text-anchor="middle" unicode-bidi="plaintext"${more}>${escapeHtml(words)}</text>`,
  ];
}
