/** Longest text that an answer carries, in UTF-16 units. */
const longest = 4_000;

/** What nobody sees: controls, marks of direction, and the tags and selectors in which whole sentences can be hidden; joiners between letters stay. */
const unseen =
  /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]|(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?!\p{L})/gu;

/** A text of the data on one line, without what nobody sees; where it is too long, with what is left out counted. */
export function line(text: string): string {
  const clean = text.replace(/\s+/gu, " ").replace(unseen, "").trim();
  return clean.length <= longest ? clean : `${clean.slice(0, longest)} … (${clean.length - longest} characters more)`;
}

/** An answer's data, every text of it without what nobody sees. */
export function clean(data: unknown): unknown {
  if (typeof data === "string") return line(data);
  if (Array.isArray(data)) return data.map(clean);
  if (data === null || typeof data !== "object") return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, clean(value)]));
}

/** A text as a person is shown it among our own words: in quotation marks that it cannot close. */
export const quoted = (text: string): string => `“${line(text).replace(/[“”„‟"]/gu, "'")}”`;
