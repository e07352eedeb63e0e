import { say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { OfferingFormat } from "../programs/program.entity.ts";
import type { CalendarRow } from "./calendar.queries.ts";

/** Where an entry is held, as people read it. */
export function placeOf({ format, place }: Pick<CalendarRow, "format" | "place">, language: Language): string {
  if (format === OfferingFormat.VIRTUAL) return sentence(say("calendar.online"), language);
  return format === OfferingFormat.HYBRID ? sentence(say("calendar.placeAndOnline", { place }), language) : place;
}
