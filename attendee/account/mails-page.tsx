import { graphql } from "../api/graphql.ts";
import { messageOf } from "../api/request.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { Help } from "../ui/help.tsx";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";

const MailsQuery = graphql(`
  query OwnMails { viewer { mails { id toAddress subject status createdAt sentAt settledAt } } }
`);

/** What there is to do about it: colours of badges by status. */
const badges: Record<string, string> = { DELIVERED: "badge-done", SENT: "badge-gold", QUEUED: "badge-gold" };

/** What became of the mails to whoever is there, and what to do where one is missing. Source: seeds/004, "Not Receiving Emails". */
export function MailsPage() {
  const { data, error } = useQuery(MailsQuery, {});
  const mails = data?.viewer?.mails;
  return (
    <>
      <PageHeading title={t("mails.missing")}>{t("mails.missing")}</PageHeading>
      <Divider />
      <p class="lede">{t("mails.tryFirst", { link: (text) => <Link to="/account">{text}</Link> })}</p>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!mails && !error ? <Skeleton /> : null}
      {mails ? (
        <section class="card" aria-labelledby="latest">
          <h2 id="latest">{t("mails.list")}</h2>
          {mails.length === 0 ? <p>{t("mails.none")}</p> : null}
          <ul class="rows">
            {mails.map(({ id, toAddress, subject, status, createdAt, sentAt, settledAt }) => (
              <li key={id}>
                <div>
                  <strong>{subject}</strong>{" "}
                  <span class={`badge ${badges[status] ?? "badge-problem"}`}>{t("mails.state", { status })}</span>
                  <p class="meta">{t("mails.line", { address: toAddress, when: moment(createdAt) })}</p>
                  <p>{t("mails.advice", { status, when: moment(settledAt ?? sentAt ?? createdAt) })}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <p>{t("mails.ask")}</p>
      <Help />
    </>
  );
}
