import { type Message, say } from "../core/messages/message.ts";

/** The days of an offering, to go into a sentence: one day, or the first and the last. */
export const heldOn = (from: string, to: string): Message =>
  say("programMail.held", { length: from === to ? "day" : "days", from, to });
