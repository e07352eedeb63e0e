import { Message } from "../../server/core/messages/message.ts";
import { sentence } from "../../server/core/messages/sentence.ts";

/** Data with each message in it as an English reader reads it. */
export function inEnglish<T>(data: T): T extends Message ? string : T;
export function inEnglish(data: unknown): unknown {
  if (data instanceof Message) return sentence(data, "en");
  if (Array.isArray(data)) return data.map((each) => inEnglish(each));
  if (data === null || typeof data !== "object" || Object.getPrototypeOf(data) !== Object.prototype) return data;
  return Object.fromEntries(Object.entries(data).map(([name, each]) => [name, inEnglish(each)]));
}
