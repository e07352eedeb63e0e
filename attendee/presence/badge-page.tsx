import { messageOf } from "../api/request.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { days } from "../ui/dates.ts";
import { Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { grouped } from "./badge.ts";
import { BadgesQuery } from "./presence.data.ts";
import { QrCode } from "./qr-code.tsx";

/** What an attendee shows at a door, also without a network. */
export function BadgePage() {
  const { data, error } = useQuery(BadgesQuery, {}, "badges");
  return (
    <>
      <PageHeading title={t("badge.title")}>{t("badge.title")}</PageHeading>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!data && !error ? <Skeleton /> : null}
      {data ? <p class="lede">{t(data.badges.length > 0 ? "badge.how" : "badge.none")}</p> : null}
      <ul class="badge-list">
        {data?.badges.map(({ id, number, conference, startsOn, endsOn, registrationType }) => (
          <li key={id} class="badge-card">
            <h2 dir="auto">{conference}</h2>
            <p class="badge-facts">
              {days(startsOn, endsOn)}
              <br />
              <span dir="auto">{registrationType}</span>
            </p>
            <QrCode text={number} label={t("badge.picture")} />
            <p class="badge-number" dir="ltr">
              {grouped(number)}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
