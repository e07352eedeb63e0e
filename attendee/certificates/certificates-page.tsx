import { useState } from "preact/hooks";
import { messageOf } from "../api/request.ts";
import { useQuery } from "../api/use-query.ts";
import { OpenEvaluations } from "../evaluation/open-evaluations.tsx";
import { t } from "../i18n/t.ts";
import { longDay } from "../ui/dates.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";
import { type Certificate, CertificatesQuery } from "./certificate.data.ts";

export function CertificatesPage() {
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<Certificate[]>([]);
  const { data, error } = useQuery(CertificatesQuery, { after });
  const shown = [...earlier, ...(data?.certificates.nodes ?? [])];
  const page = data?.certificates.pageInfo;
  return (
    <>
      <PageHeading title={t("certificates.title")}>{t("certificates.title")}</PageHeading>
      <Divider />
      <OpenEvaluations />
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!data && !error ? <Skeleton /> : null}
      {data && shown.length === 0 ? (
        <section class="empty">
          <h2>{t("certificates.none")}</h2>
          <p>{t("certificates.noneHint", { link: (text) => <Link to="/">{text}</Link> })}</p>
        </section>
      ) : null}
      <ul class="cards">
        {shown.map((certificate) => (
          <li key={certificate.id} class="card conference-card">
            <h2 dir="auto">
              <Link to={`/certificates/${encodeURIComponent(certificate.id)}`}>{certificate.title}</Link>
            </h2>
            <p class="meta">
              {[
                longDay(certificate.completedOn),
                certificate.number,
                ...(certificate.lines.length > 0 ? [t("session.count", { count: certificate.lines.length })] : []),
              ].join(" · ")}
            </p>
            <p class="state">
              <StatusBadge status={certificate.status} />{" "}
              <span>
                {certificate.credits} {certificate.creditUnit}
              </span>
            </p>
          </li>
        ))}
      </ul>
      {page?.hasNextPage ? (
        <button
          type="button"
          class="secondary"
          onClick={() => {
            setEarlier(shown);
            setAfter(page.endCursor);
          }}
        >
          {t("certificates.older")}
        </button>
      ) : null}
    </>
  );
}

export function StatusBadge({ status }: { status: Certificate["status"] }) {
  const kind = { ISSUED: "badge-done", SUPERSEDED: "badge-gold", REVOKED: "badge-problem" }[status];
  return <span class={`badge ${kind}`}>{t(`status.${status}`)}</span>;
}
