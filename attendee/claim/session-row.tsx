import { useId, useRef, useState } from "preact/hooks";
import { t } from "../i18n/t.ts";
import { longDay, times } from "../ui/dates.ts";
import { kindAward } from "../ui/kind-award.ts";
import { hidden } from "../ui/page.tsx";
import type { RefusedChoice } from "./choices.ts";
import { kindsEarned, type Session } from "./conference.data.ts";
import { Presence } from "./presence.tsx";

interface SessionRowProps {
  session: Session;
  timeZone: string;
  creditUnit: string;
  attendedOn: string | null;
  /** Kept on this device only. */
  pending: boolean;
  /** Whether what is pending waits for the network, rather than for an answer. */
  waiting: boolean;
  /** Whether sessions can be chosen now; those that are can be taken off all the same. */
  open: boolean;
  refused: RefusedChoice | undefined;
  onChoose(attendedOn: string | null): void;
}

/** A session with its Attended box. The whole row can be pressed, but for the date of a virtual session. */
export function SessionRow(props: SessionRowProps) {
  const { session, timeZone, creditUnit, attendedOn, pending, waiting, open, refused, onChoose } = props;
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const { title, subtitle, startsAt, endsAt, speakers, room, track, virtual, asInstructor, credits } = session;
  const attended = attendedOn !== null;
  const kinds = kindsEarned(session, attendedOn ?? firstChoice(session));
  const others = session.creditKinds.filter(({ yours }) => !yours);
  const datable = virtual && !asInstructor && (attended || (refused !== undefined && refused.attendedOn !== null));
  return (
    <li class={`session${attended ? " session-attended" : ""}`} data-session={session.id}>
      <label class="session-press" for={`${id}-box`}>
        <input
          ref={box}
          id={`${id}-box`}
          type="checkbox"
          checked={attended}
          disabled={!open && !attended}
          aria-labelledby={`${id}-attended ${id}-title`}
          aria-describedby={`${id}-facts${refused ? ` ${id}-refused` : ""}`}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            event.currentTarget.click();
          }}
          onChange={(event) => onChoose(event.currentTarget.checked ? firstChoice(session) : null)}
        />
        <span class="session-text">
          <span class="session-title" id={`${id}-title`} dir="auto">
            {title}
          </span>
          <span class="session-facts" id={`${id}-facts`}>
            {subtitle ? <span dir="auto">{subtitle}</span> : null}
            <span class="session-when">
              {times(startsAt, endsAt, timeZone)}
              {virtual ? <span class="badge badge-virtual">{t("session.virtual")}</span> : null}
              {asInstructor ? <span class="badge badge-gold">{t("session.instructor")}</span> : null}
            </span>
            {speakers.length > 0 ? <span dir="auto">{speakers.join(", ")}</span> : null}
            <Presence session={session} timeZone={timeZone} />
            {room || track ? <span class="session-where">{[room, track].filter(Boolean).join(" · ")}</span> : null}
            <span class="visually-hidden">
              {credits} {creditUnit}
            </span>
            {kinds.length > 0 ? <span class="session-kinds">{kinds.map(kindAward).join(", ")}</span> : null}
            {others.map(({ kind, credits: amount }) => (
              <span key={kind.code} class="session-kinds session-kinds-other">
                {t("session.kindNotYours", { credits: amount, unit: kind.unit })}
              </span>
            ))}
          </span>
        </span>
        <span class="session-end" aria-hidden="true">
          <span class="session-credits">{credits}</span>
          <span class="session-unit">{creditUnit}</span>
        </span>
        <span class="session-attended-label" id={`${id}-attended`}>
          {t("session.attended")}
        </span>
      </label>
      {attended && !datable ? (
        <p class="attended-on">
          {t("session.attendedOnDay", { day: longDay(attendedOn), strong: (text) => <strong>{text}</strong> })}
          <Unsent pending={pending} waiting={waiting} />
        </p>
      ) : null}
      {refused ? (
        <p class="session-refused" id={`${id}-refused`} role="alert">
          {refused.message}
          {virtual && refused.code === "OVERLAPPING_SESSION" && session.attendedUntil > session.date
            ? ` ${t("session.recordingLater")}`
            : ""}
        </p>
      ) : null}
      {datable ? (
        <AttendedOn
          session={session}
          attendedOn={attendedOn ?? refused?.attendedOn ?? ""}
          onChoose={(next) => {
            onChoose(next);
            if (next === null) box.current?.focus();
          }}
        >
          <Unsent pending={pending} waiting={waiting} />
        </AttendedOn>
      ) : null}
      {!attended && pending && waiting ? (
        <p class="attended-on">
          <Unsent pending waiting />
        </p>
      ) : null}
    </li>
  );
}

/** The session's own date; or the first day on which its recording could be watched. */
export const firstChoice = ({ virtual, date, attendedFrom }: Session): string => (virtual ? attendedFrom : date);

function Unsent({ pending, waiting }: { pending: boolean; waiting: boolean }) {
  return pending && waiting ? <span class="badge badge-gold"> {t("session.unsent")}</span> : null;
}

interface AttendedOnProps {
  session: Session;
  attendedOn: string;
  onChoose(attendedOn: string | null): void;
  children: preact.ComponentChildren;
}

/** The date of a virtual session. Clearing it takes the session off; a date that is only half typed waits. */
function AttendedOn({ session, attendedOn, onChoose, children }: AttendedOnProps) {
  const id = useId();
  const [problem, setProblem] = useState("");
  const { attendedFrom, attendedUntil } = session;

  return (
    <div class="attended-on">
      <label for={id}>{t("session.attendedOn", { title: session.title, hidden })}</label>
      <input
        id={id}
        type="date"
        value={attendedOn}
        min={attendedFrom}
        max={attendedUntil}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onInput={(event) => {
          const { value, validity } = event.currentTarget;
          if (validity.badInput) return;
          if (value === "") return onChoose(null);
          if (value < attendedFrom || value > attendedUntil) return;
          setProblem("");
          if (value !== attendedOn) onChoose(value);
        }}
        onBlur={(event) => {
          const input = event.currentTarget;
          if (!input.validity.badInput && input.value >= attendedFrom && input.value <= attendedUntil) return;
          input.value = attendedOn;
          setProblem(t("session.noSuchDay", { from: longDay(attendedFrom), to: longDay(attendedUntil) }));
        }}
      />
      {children}
      {problem ? (
        <p class="session-refused" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
