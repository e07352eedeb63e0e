/** PostgreSQL has no text with this character, and nobody means it. */
const nul = "\u0000";

/** Text that PostgreSQL cannot keep: with a NUL, or with half of a character that UTF-16 writes in two. */
export const isBroken = (text: string): boolean => text.includes(nul) || /\p{Cs}/u.test(text);
