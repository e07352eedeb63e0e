/** What stands between two marks of a text; null where one of them is missing. */
function between(text: string, begin: string, end: string): string | null {
  const from = text.indexOf(begin);
  const to = from < 0 ? -1 : text.indexOf(end, from + begin.length);
  return to < 0 ? null : text.slice(from + begin.length, to);
}

/** The credential, or its token, that a picture carries (Open Badges 3.0, 5.3, for SVG); null: it carries none. */
export function unbaked(svg: string): string | null {
  const tag = between(svg, "<openbadges:credential", ">");
  if (tag === null) return null;
  const token = between(tag, 'verify="', '"');
  if (token) return token;
  return between(svg.slice(svg.indexOf("<openbadges:credential")), "<![CDATA[", "]]>")?.trim() ?? null;
}
