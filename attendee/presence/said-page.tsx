import { useState } from "preact/hooks";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { days, moment, times, weekday } from "../ui/dates.ts";
import { Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link, usePlace } from "../ui/router.tsx";
import { type SaidConference, SaidQuery, SayPresence } from "./said.data.ts";

type Session = SaidConference["days"][number]["sessions"][number];

/** Where attendees say that they were at sessions at which nothing saw them, and read what became of it. */
export function SaidPage() {
  const id = /^\/conferences\/([\w-]+)/.exec(usePlace().path)?.[1] ?? "";
  const { data, error, reload } = useQuery(SaidQuery, { id });
  const conference = data?.conference;
  const sessions = (conference?.days ?? []).flatMap((day) =>
    day.sessions.filter(({ presence }) => presence && (presence.maySay || presence.said.length > 0)),
  );
  return (
    <>
      <nav class="crumbs" aria-label={t("app.breadcrumb")}>
        <Link to={`/conferences/${id}`}>{conference?.name ?? t("conferences.title")}</Link>
      </nav>
      <PageHeading title={t("said.title")}>{t("said.title")}</PageHeading>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!data && !error ? <Skeleton /> : null}
      {conference ? (
        <>
          <p class="meta">{days(conference.startsOn, conference.endsOn)}</p>
          <p class="lede">{t(sessions.length > 0 ? "said.how" : "said.none")}</p>
          <ul class="said-sessions">
            {sessions.map((session) => (
              <SaidSession key={session.id} session={session} timeZone={conference.timeZone} reload={reload} />
            ))}
          </ul>
        </>
      ) : data ? (
        <Notice kind="problem">{t("claim.notYours")}</Notice>
      ) : null}
    </>
  );
}

function SaidSession({
  session: { id, title, date, startsAt, endsAt, presence },
  timeZone,
  reload,
}: {
  session: Session;
  timeZone: string;
  reload(): Promise<void>;
}) {
  const [text, setText] = useState("");
  const send = useAction(async () => {
    await request(SayPresence, { sessionId: id, text });
    setText("");
    await reload();
  });
  return (
    <li class="said-session" aria-labelledby={`said-${id}`}>
      <h2 id={`said-${id}`} dir="auto">
        {title}
      </h2>
      <p class="meta">
        {weekday(date)}, {times(startsAt, endsAt, timeZone)}
      </p>
      <ol class="said-line" aria-live="polite">
        {presence?.said.map(({ said, saidAt, decidedAt, counts, reason, byStaff }) => (
          <li key={saidAt}>
            <p class="meta">{t("said.youSaid", { at: moment(saidAt) })}</p>
            <blockquote dir="auto">{said}</blockquote>
            {decidedAt ? (
              <>
                <p class={counts ? "said-counts" : "said-refused"}>
                  {t(counts ? "said.counts" : "said.refused", {
                    at: moment(decidedAt),
                    by: byStaff ? "staff" : "organizer",
                  })}
                </p>
                <blockquote dir="auto">{reason}</blockquote>
              </>
            ) : (
              <p class="said-waits">{t("said.waits")}</p>
            )}
          </li>
        ))}
      </ol>
      {presence?.maySay ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send.run();
          }}
        >
          <div class="field">
            <label for={`text-${id}`}>{t("said.label", { title })}</label>
            <textarea
              id={`text-${id}`}
              rows={3}
              maxLength={2_000}
              required
              dir="auto"
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </div>
          {send.problem ? <Notice kind="problem">{send.problem}</Notice> : null}
          <button type="submit" class="primary" disabled={send.busy}>
            {t("said.send")}
          </button>
        </form>
      ) : null}
    </li>
  );
}
