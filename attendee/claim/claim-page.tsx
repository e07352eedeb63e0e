import { useEffect, useMemo, useState } from "preact/hooks";
import { messageOf } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";

import { dayIn, days, longDay, shortWeekday, weekday, zoneName } from "../ui/dates.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";
import { choicesStore, choose, chosenOn, forgetSent } from "./choices.ts";
import { type Conference, ConferenceQuery, programOf, type Session } from "./conference.data.ts";
import { isSeen } from "./presence.tsx";
import { firstChoice, SessionRow } from "./session-row.tsx";
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
      <nav class="crumbs" aria-label={t("app.breadcrumb")}>
        <Link to="/">{t("conferences.title")}</Link>
      </nav>
      {data?.conference ? (
        <Claim conference={data.conference} stale={stale} />
      ) : error || data ? (
        <>
          <PageHeading title={t("claim.notFound")}>{t(error ? "claim.notNow" : "claim.notFound")}</PageHeading>
          <Notice kind="problem">{error ? messageOf(error) : t("claim.notYours")}</Notice>
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
  const { name, startsOn, endsOn, place, timeZone, creditUnit, claimsUntil, missingDocuments, evaluation } = conference;
  const sessions = useMemo(() => conference.days.flatMap((day) => day.sessions), [conference]);
  const chosen = (session: Session): string | null => chosenOn(choices, session.id, session.claim?.attendedOn ?? null);
  const selected = sessions.flatMap((session) => {
    const attendedOn = chosen(session);
    return attendedOn === null ? [] : [{ session, attendedOn }];
  });
  // A claim is somebody's own word, so nothing is ticked for them; what they were seen at is one press.
  const toTick = sessions.filter(
    (session) => isSeen(session) && chosen(session) === null && choices.refused[session.id] === undefined,
  );
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
          {firstSession ? t("claim.tickInZone", { zone: zoneName(timeZone, firstSession.startsAt) }) : t("claim.tick")}
        </p>
        {claimsUntil === null ? null : claimsUntil < dayIn(timeZone) ? (
          <Notice kind="problem">{t("claim.over", { day: longDay(claimsUntil) })}</Notice>
        ) : (
          <p class="meta">{t("claim.until", { day: longDay(claimsUntil) })}</p>
        )}
        {missingDocuments.length > 0 ? (
          <Notice kind="info">{t("claim.waitsForDocuments", { documents: whichOf(missingDocuments) })}</Notice>
        ) : null}
        {toTick.length > 0 ? (
          <Notice kind="info">
            {t("claim.seen", { count: toTick.length })}{" "}
            <button
              type="button"
              class="link"
              onClick={() => {
                for (const session of toTick) choose(session.id, firstChoice(session));
              }}
            >
              {t("claim.tickSeen", { count: toTick.length })}
            </button>
          </Notice>
        ) : null}
        {evaluation && !evaluation.required && evaluation.answeredOn === null && selected.length > 0 ? (
          <p class="meta">
            {t("claim.evaluate", { link: (text) => <Link to={`/evaluate/${programOf(conference)}`}>{text}</Link> })}
          </p>
        ) : null}
        {sessions.some(({ presence }) => presence?.maySay || presence?.said?.length) ? (
          <p class="meta">
            {t("claim.unseen", { link: (text) => <Link to={`/conferences/${conference.id}/presence`}>{text}</Link> })}
          </p>
        ) : null}
        {stale || choices.waiting ? (
          <Notice kind="offline" live>
            {t(choices.kept ? "claim.offlineSaved" : "claim.offlineKept")}
          </Notice>
        ) : null}
        {sessions.length >= searchable ? (
          <search class="filter">
            <label class="visually-hidden" for="find-session">
              {t("claim.find")}
            </label>
            <input
              id="find-session"
              type="search"
              placeholder={t("claim.findHint")}
              value={search}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
            <label class="toggle">
              <input
                type="checkbox"
                checked={onlySelected}
                onChange={(event) => setOnlySelected(event.currentTarget.checked)}
              />
              {t("claim.selectedOnly")}
            </label>
            <p class={search || onlySelected ? "meta" : "visually-hidden"} role="status">
              {search || onlySelected ? t("claim.found", { shown, count: sessions.length }) : ""}
            </p>
          </search>
        ) : null}
        {shownDays.length > 1 ? (
          <nav class="day-links" aria-label={t("claim.days")}>
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
              {t("claim.skip")}
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
                  open={conference.availableActions.includes("CLAIM")}
                  refused={choices.refused[session.id]}
                  onChoose={(attendedOn) => choose(session.id, attendedOn)}
                />
              ))}
            </ul>
          </section>
        ))}
        {shown === 0 && sessions.length > 0 ? (
          <p class="empty">{onlySelected && selected.length === 0 ? t("claim.noneSelected") : t("claim.noneFound")}</p>
        ) : null}
        <details class="help">
          <summary>{t("claim.missing")}</summary>
          <div class="help-text">
            <p>{t("claim.missingEligible")}</p>
            <p>{t("claim.missingLimits")}</p>
          </div>
        </details>
      </div>
      <Tally conference={conference} selected={selected} />
    </div>
  );
}

/** Which documents the organizer has to send, in a word of the sentence about them. */
const whichOf = ([first, ...others]: Conference["missingDocuments"]): string =>
  others.length > 0 ? "both" : first === "SIGN_IN_ROSTER" ? "roster" : "evaluations";

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
