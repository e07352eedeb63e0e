import { useState } from "preact/hooks";
import { messageOf } from "../api/request.ts";
import { useQuery } from "../api/use-query.ts";
import { counted } from "../ui/credits.ts";
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
      <PageHeading title="Your certificates">Your certificates</PageHeading>
      <Divider />
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!data && !error ? <Skeleton /> : null}
      {data && shown.length === 0 ? (
        <section class="empty">
          <h2>No certificates yet</h2>
          <p>
            They appear here once you <Link to="/">claim sessions of a conference</Link>, or a provider reports your
            attendance.
          </p>
        </section>
      ) : null}
      <ul class="cards">
        {shown.map((certificate) => (
          <li key={certificate.id} class="card conference-card">
            <h2 dir="auto">
              <Link to={`/certificates/${encodeURIComponent(certificate.id)}`}>{certificate.title}</Link>
            </h2>
            <p class="meta">
              {longDay(certificate.completedOn)} · {certificate.number}
              {certificate.lines.length > 0 ? ` · ${counted(certificate.lines.length, "session")}` : ""}
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
          Show older certificates
        </button>
      ) : null}
    </>
  );
}

const statuses = { ISSUED: "Valid", SUPERSEDED: "Superseded", REVOKED: "Revoked" } as const;

export function StatusBadge({ status }: { status: Certificate["status"] }) {
  const kind = { ISSUED: "badge-done", SUPERSEDED: "badge-gold", REVOKED: "badge-problem" }[status];
  return <span class={`badge ${kind}`}>{statuses[status]}</span>;
}
