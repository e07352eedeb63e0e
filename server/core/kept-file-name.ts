/** Most letters of a file's name that are kept. */
const mostLetters = 200;

/** What is kept of the name that a file came with. It is cut between letters: half of one is no text that the database takes. */
export const keptFileName = (given: string): string => [...given].slice(0, mostLetters).join("");
