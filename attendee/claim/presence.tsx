import { t } from "../i18n/t.ts";
import { timeOf } from "../ui/dates.ts";
import type { Session } from "./conference.data.ts";

/** Whether a session can be ticked by the evidence that there is; what the server does not ask for is there. */
export const isShown = ({ presence }: Session): boolean => presence?.shown ?? true;

/** Whether it is known that they were there, where the conference asks. */
export const isSeen = ({ presence }: Session): boolean =>
  presence != null && presence.need !== "NOTHING" && presence.shown;

/** What a session needs of evidence that its viewer was there, and what there is. */
export function Presence({ session, timeZone }: { session: Session; timeZone: string }) {
  const { presence } = session;
  if (!presence || presence.need === "NOTHING") return null;
  const { leastMinutes, minutes, marks, shown, waiting } = presence;
  const seen = marks.map(({ source, at }) => t(`presence.${source}`, { time: timeOf(at, timeZone) })).join(", ");
  return (
    <span class={`session-presence${shown ? "" : " session-presence-missing"}`}>
      {leastMinutes === null
        ? t(shown ? "presence.seen" : "presence.needed", { seen })
        : t(marks.length > 0 ? "presence.minutesSeen" : "presence.minutesNeeded", { seen, minutes, leastMinutes })}
      {waiting > 0 ? `. ${t("presence.waiting", { count: waiting })}` : ""}
    </span>
  );
}
