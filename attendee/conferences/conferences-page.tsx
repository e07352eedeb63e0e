import { graphql, type ResultOf } from "../api/graphql.ts";
import { messageOf } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useQuery } from "../api/use-query.ts";
import { viewerStore } from "../api/viewer.ts";
import { choicesStore, countPending } from "../claim/choices.ts";
import { t } from "../i18n/t.ts";

import { days } from "../ui/dates.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";
import { NoConferences } from "./no-conferences.tsx";

const ConferencesQuery = graphql(`
  query Conferences {
    conferences {
      id
      name
      startsOn
      endsOn
      place
      creditUnit
      claimedCredits
      claims { attendedOn }
      certificate { id number }
    }
  }
`);

type Card = ResultOf<typeof ConferencesQuery>["conferences"][number];

export function ConferencesPage() {
  const { data, error, stale } = useQuery(ConferencesQuery, {}, "conferences");
  const { viewer } = useStore(viewerStore);
  const pending = countPending(useStore(choicesStore));
  return (
    <>
      <PageHeading title={t("conferences.title")}>{t("conferences.title")}</PageHeading>
      <Divider />
      <p>
        <Link to="/badge">{t("badge.link")}</Link>
      </p>
      {pending > 0 ? <Notice kind="offline">{t("conferences.unsent", { count: pending })}</Notice> : null}
      {stale ? <Notice kind="offline">{t("conferences.offline")}</Notice> : null}
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!data && !error ? <Skeleton /> : null}
      {data && data.conferences.length > 0 ? (
        <>
          <p class="lede">{t("conferences.choose")}</p>
          <ul class="cards">
            {data.conferences.map((conference) => (
              <ConferenceCard key={conference.id} conference={conference} />
            ))}
          </ul>
          <details class="help">
            <summary>{t("conferences.missing")}</summary>
            <NoConferences viewer={viewer} />
          </details>
        </>
      ) : null}
      {data && data.conferences.length === 0 ? (
        <section class="empty">
          <h2>{t("conferences.none")}</h2>
          <NoConferences viewer={viewer} />
        </section>
      ) : null}
    </>
  );
}

function ConferenceCard({ conference }: { conference: Card }) {
  const { id, name, startsOn, endsOn, place, claims, claimedCredits, creditUnit, certificate } = conference;
  const claimed = `${t("session.count", { count: claims.length })} · ${claimedCredits} ${creditUnit}`;
  return (
    <li class="card conference-card">
      <h2>
        <Link to={`/conferences/${encodeURIComponent(id)}`}>{name}</Link>
      </h2>
      <p class="meta">
        {days(startsOn, endsOn)}
        {place ? <> · {place}</> : null}
      </p>
      <p class="state">
        {certificate ? (
          <span class="badge badge-done">{t("certificate.title", { number: certificate.number })}</span>
        ) : claims.length > 0 ? (
          <span class="badge badge-gold">{t("conferences.inProgress")}</span>
        ) : (
          <span class="badge">{t("conferences.notClaimed")}</span>
        )}{" "}
        {claims.length > 0 ? <span>{claimed}</span> : null}
      </p>
    </li>
  );
}
