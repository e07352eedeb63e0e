import { useEffect, useMemo, useState } from "preact/hooks";
import { messageOf } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useQuery } from "../api/use-query.ts";
import { counted } from "../ui/credits.ts";
import { days, shortWeekday, weekday, zoneName } from "../ui/dates.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";
import { choicesStore, choose, chosenOn, forgetSent } from "./choices.ts";
import { type Conference, ConferenceQuery, type Session } from "./conference.data.ts";
import { SessionRow } from "./session-row.tsx";
import { Tally } from "./tally.tsx";

/** From this many sessions on, they can be searched. */
const searchable = 13;

export function ClaimPage({ id }: { id: string }) {
  const [sentBefore] = useState(() => choicesStore.get().sent);
  const { data, error, fresh, stale } = useQuery(ConferenceQuery, { id }, `conference:${id}`);
  useEffect(() => {
    if (fresh) forgetSent(sentBefore);
  }, [fresh, sentBefore]);
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <Link to="/">Your conferences</Link>
      </nav>
      {data?.conference ? (
        <Claim conference={data.conference} stale={stale} />
      ) : error || data ? (
        <>
          <PageHeading title="Conference not found">{error ? "Not now" : "Conference not found"}</PageHeading>
          <Notice kind="problem">
            {error
              ? messageOf(error)
              : "There is no such conference among yours. Look at the list of your conferences for why one may be missing."}
          </Notice>
        </>
      ) : (
        <Skeleton rows={6} />
      )}
    </>
  );
}

function Claim({ conference, stale }: { conference: Conference; stale: boolean }) {
  const choices = useStore(choicesStore);
  const [search, setSearch] = useState("");
  const [onlySelected, setOnlySelected] = useState(false);
  const { name, startsOn, endsOn, place, timeZone, creditUnit } = conference;
  const sessions = useMemo(() => conference.days.flatMap((day) => day.sessions), [conference]);
  const chosen = (session: Session): string | null => chosenOn(choices, session.id, session.claim?.attendedOn ?? null);
  const selected = sessions.flatMap((session) => {
    const attendedOn = chosen(session);
    return attendedOn === null ? [] : [{ session, attendedOn }];
  });
  const words = fold(search).split(/\s+/);
  const shownDays = conference.days
    .map(({ date, sessions }) => ({
      date,
      sessions: sessions.filter(
        (session) =>
          words.every((word) => searchText(session).includes(word)) && (!onlySelected || chosen(session) !== null),
      ),
    }))
    .filter((day) => day.sessions.length > 0);
  const shown = shownDays.reduce((sum, day) => sum + day.sessions.length, 0);
  const [firstSession] = sessions;
  return (
    <div class="claim">
      <div class="claim-head">
        <PageHeading title={name}>
          <span dir="auto">{name}</span>
        </PageHeading>
        <p class="meta">
          {days(startsOn, endsOn)}
          {place ? <> · {place}</> : null}
        </p>
        <Divider />
        <p class="lede">
          Tick each session you attended.
          {firstSession ? ` Times are in ${zoneName(timeZone, firstSession.startsAt)}.` : ""}
        </p>
        {stale || choices.waiting ? (
          <Notice kind="offline" live>
            You are offline. Go on choosing: your choices are{" "}
            {choices.kept ? "saved on this device" : "kept in this tab"}, and sent when the network is back.
          </Notice>
        ) : null}
        {sessions.length >= searchable ? (
          <search class="filter">
            <label class="visually-hidden" for="find-session">
              Find a session
            </label>
            <input
              id="find-session"
              type="search"
              placeholder="Find by title, speaker, room"
              value={search}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
            <label class="toggle">
              <input
                type="checkbox"
                checked={onlySelected}
                onChange={(event) => setOnlySelected(event.currentTarget.checked)}
              />
              Selected only
            </label>
            <p class={search || onlySelected ? "meta" : "visually-hidden"} role="status">
              {search || onlySelected ? `${shown} of ${counted(sessions.length, "session")}` : ""}
            </p>
          </search>
        ) : null}
        {shownDays.length > 1 ? (
          <nav class="day-links" aria-label="Days">
            {shownDays.map(({ date }) => (
              <a key={date} href={`#day-${date}`}>
                {shortWeekday(date)}
              </a>
            ))}
          </nav>
        ) : null}
      </div>
      <div class="claim-days">
        {shownDays.map(({ date, sessions }) => (
          <section key={date} class="day" aria-labelledby={`day-${date}`}>
            <h2 id={`day-${date}`} tabIndex={-1}>
              {weekday(date)}
            </h2>
            <a class="skip" href="#generate">
              Skip to Generate Certificate
            </a>
            <ul class="sessions">
              {sessions.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  timeZone={timeZone}
                  creditUnit={creditUnit}
                  attendedOn={chosen(session)}
                  pending={choices.pending.some(([id]) => id === session.id)}
                  waiting={choices.waiting}
                  refused={choices.refused[session.id]}
                  onChoose={(attendedOn) => choose(session.id, attendedOn)}
                />
              ))}
            </ul>
          </section>
        ))}
        {shown === 0 && sessions.length > 0 ? (
          <p class="empty">
            {onlySelected && selected.length === 0
              ? "You have not selected a session yet."
              : "No session matches. Try fewer letters, or another word of the title."}
          </p>
        ) : null}
        <details class="help">
          <summary>A session is missing?</summary>
          <div class="help-text">
            <p>Only sessions that are eligible for credit appear here.</p>
            <p>
              A conference may also limit sessions by registration type or by the dates that your registration gives
              access to. If you attended virtually, you may only see the sessions that virtual participants could
              attend.
            </p>
          </div>
        </details>
      </div>
      <Tally conference={conference} selected={selected} />
    </div>
  );
}

/** Letters that have no accent to take off, but are typed without one. */
const plain: Record<string, string> = { ł: "l", ø: "o", đ: "d", ð: "d", ı: "i", æ: "ae", œ: "oe", ß: "ss", þ: "th" };

const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[łøđðıæœßþ]/g, (letter) => plain[letter] ?? letter)
    .trim();

const searchText = ({ title, subtitle, speakers, room, track }: Session): string =>
  fold([title, subtitle ?? "", ...speakers, room ?? "", track ?? ""].join(" "));
