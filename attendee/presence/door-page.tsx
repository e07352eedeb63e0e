import { useEffect, useState } from "preact/hooks";
import { useStore } from "../api/store.ts";
import { t } from "../i18n/t.ts";
import { timeOf, times } from "../ui/dates.ts";
import { Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { grouped } from "./badge.ts";
import { BadgeCamera } from "./badge-camera.tsx";
import { doorStore, type LastScan, openDoor, scanBadge, serverNow } from "./door.ts";

/** How long before its start and after its end people are seen at a session, as server/presence/presence.rules.ts has it. */
const aroundMs = 30 * 60_000;

/** What a doorkeeper's telephone shows: a session's door, whose badges are scanned, and what became of the last one. */
export function DoorPage() {
  useEffect(openDoor, []);
  const { known, problem, over, pending, seen, refused, sending, last } = useStore(doorStore);
  const [chosen, setChosen] = useState("");
  const [typed, setTyped] = useState("");
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (!known && !problem && !over) return <Skeleton rows={4} />;
  const title = t("door.title");
  const unsent = pending.length > 0 ? t("door.unsent", { count: pending.length }) : "";
  if (!known || over)
    return (
      <>
        <PageHeading title={title}>{title}</PageHeading>
        <Notice kind="problem">{over ? t("door.over") : problem}</Notice>
        {unsent ? <Notice kind="offline">{unsent}</Notice> : null}
      </>
    );
  const { door } = known;
  const { timeZone } = door;
  const now = serverNow();
  const open = door.sessions.filter(
    ({ startsAt, endsAt }) => now >= Date.parse(startsAt) - aroundMs && now <= Date.parse(endsAt) + aroundMs,
  );
  const next = door.sessions.find(({ startsAt }) => Date.parse(startsAt) - aroundMs > now);
  const session = open.find(({ id }) => id === chosen) ?? (open.length === 1 ? open[0] : undefined);
  const scan = (text: string) => {
    if (session) void scanBadge(session.id, text);
  };
  return (
    <>
      <PageHeading title={title}>
        <span dir="auto">{door.conference}</span>
      </PageHeading>
      {open.length === 0 ? (
        <Notice kind="info">
          {next
            ? t("door.closedUntil", { title: next.title, at: timeOf(next.startsAt, timeZone) })
            : t("door.noSession")}
        </Notice>
      ) : (
        <div class="field door">
          <label for="door-session">{t("door.session")}</label>
          <select
            id="door-session"
            value={session?.id ?? ""}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {session ? null : <option value="">{t("door.choose")}</option>}
            {open.map(({ id, title: name, room, startsAt, endsAt }) => (
              <option key={id} value={id}>
                {[room, name, times(startsAt, endsAt, timeZone)].filter(Boolean).join(" · ")}
              </option>
            ))}
          </select>
        </div>
      )}
      {session ? (
        <>
          <div class="door-last" aria-live="assertive">
            {last ? <Last last={last} timeZone={timeZone} /> : <p class="door-hint">{t("door.ready")}</p>}
          </div>
          <BadgeCamera onBadge={scan} />
          <form
            class="code-form door-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (typed.trim() === "") return;
              scan(typed);
              setTyped("");
            }}
          >
            <label for="door-badge">{t("door.badge")}</label>
            <input
              id="door-badge"
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              maxLength={64}
              required
            />
            <button type="submit" class="primary">
              {t("door.take")}
            </button>
          </form>
          <p class="door-count">
            {t("door.count", {
              count: Object.keys(seen[session.id] ?? {}).length,
              badges: Object.keys(known.badges).length,
            })}
          </p>
        </>
      ) : null}
      {unsent && !sending ? <Notice kind="offline">{unsent}</Notice> : null}
      {problem && pending.length === 0 ? <Notice kind="offline">{t("door.offline")}</Notice> : null}
      {refused.length > 0 ? (
        <details class="help">
          <summary>{t("door.refused", { count: refused.length })}</summary>
          <ul>
            {refused.map(({ badge, at, outcome }) => (
              <li key={`${badge} ${at}`}>
                <bdi>{grouped(badge)}</bdi>, {timeOf(new Date(at).toISOString(), timeZone)}: {t(`door.${outcome}`)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

/** Large, since a doorkeeper looks at people. */
function Last({ last, timeZone }: { last: LastScan; timeZone: string }) {
  if (!("before" in last))
    return (
      <p key={last.at} class="door-result door-result-problem">
        {t(`door.${last.kind}`)}
      </p>
    );
  const again =
    last.before === null ? "" : t("door.again", { at: timeOf(new Date(last.before).toISOString(), timeZone) });
  return (
    <p key={last.at} class={`door-result door-result-${again || !last.person ? "again" : "done"}`}>
      {last.person ? (
        <>
          <strong dir="auto">{last.person.name ?? t("door.noName")}</strong>
          <span dir="auto">{last.person.registrationType}</span>
        </>
      ) : (
        t("door.NEW")
      )}
      {again ? <span>{again}</span> : null}
    </p>
  );
}
