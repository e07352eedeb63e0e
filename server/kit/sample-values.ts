import type { Context } from "../core/context.ts";
import { addDays, localDay } from "../core/local-day.ts";
import { say } from "../core/messages/message.ts";
import { daysInWords, type Language, sentence } from "../core/messages/sentence.ts";
import { loadSettings } from "../policies/load-settings.ts";
import type { KitValues } from "./fill-in.ts";
import { registerAddress } from "./kit.queries.ts";

/** What fills the blanks where staff look at their words: a program that is made up. */
export async function sampleValues(ctx: Context, language: Language): Promise<KitValues> {
  const { accreditorName, memberIdLabel, helpAddress, programLetter, timeZone } = await loadSettings(ctx.db.manager);
  const day = addDays(localDay(ctx.now(), timeZone), 60);
  const number = `${programLetter}${day.slice(2, 4)}001`;
  return {
    accreditor: accreditorName,
    provider: sentence(say("kit.sampleProvider"), language),
    program: sentence(say("kit.sample"), language),
    number,
    type: sentence(say("kit.sampleType"), language),
    dates: daysInWords(day, addDays(day, 1), language),
    place: sentence(say("kit.samplePlace"), language),
    credits: "6.00",
    "member-id": memberIdLabel,
    register: registerAddress(ctx),
    calendar: `${ctx.config.publicUrl}/calendar/${number}`,
    help: helpAddress,
  };
}
