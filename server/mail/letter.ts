import type { Message } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";

/** The text of a mail: its paragraphs, with a blank line between them. */
export const letter = (paragraphs: readonly Message[], language: Language): string =>
  `${paragraphs.map((paragraph) => sentence(paragraph, language)).join("\n\n")}\n`;
