import { useEffect, useState } from "preact/hooks";
import { messageOf, request } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { viewerStore } from "../api/viewer.ts";
import { grouped } from "../ui/credits.ts";
import { longDay, moment } from "../ui/dates.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";
import { type Certificate, CertificatesQuery, ResendCertificate } from "./certificate.data.ts";
import { StatusBadge } from "./certificates-page.tsx";

export function CertificatePage({ id }: { id: string }) {
  const [after, setAfter] = useState<string | null>(null);
  const { data, error } = useQuery(CertificatesQuery, { after });
  const certificate = data?.certificates.nodes.find((node) => node.id === id);
  const page = data?.certificates.pageInfo;
  const older = data && !certificate && page?.hasNextPage ? page.endCursor : null;
  useEffect(() => {
    if (older) setAfter(older);
  }, [older]);
  const conferenceId = data?.conferences.find((conference) => conference.certificate?.id === id)?.id;
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <Link to="/certificates">Your certificates</Link>
      </nav>
      {certificate ? (
        <Details certificate={certificate} conferenceId={conferenceId} />
      ) : error ? (
        <Notice kind="problem">{messageOf(error)}</Notice>
      ) : data && !older ? (
        <>
          <PageHeading title="Certificate not found">Certificate not found</PageHeading>
          <Notice kind="problem">There is no such certificate among yours.</Notice>
        </>
      ) : (
        <Skeleton rows={4} />
      )}
    </>
  );
}

function Details({ certificate, conferenceId }: { certificate: Certificate; conferenceId: string | undefined }) {
  const isNew = new URLSearchParams(location.search).has("new");
  const { viewer } = useStore(viewerStore);
  const [resent, setResent] = useState(false);
  const resend = useAction(async () => {
    await request(ResendCertificate, { id: certificate.id });
    setResent(true);
  });
  const addresses = viewer?.emailAddresses.filter((email) => email.verifiedAt).map((email) => email.address) ?? [];
  const code = grouped(certificate.verificationCode);
  const holds = certificate.status === "ISSUED";
  return (
    <>
      <PageHeading title={`Certificate ${certificate.number}`}>
        {isNew && holds ? "Your certificate is ready" : `Certificate ${certificate.number}`}
      </PageHeading>
      <Divider />
      {certificate.status === "SUPERSEDED" && certificate.supersededBy ? (
        <Notice>
          This certificate was replaced by{" "}
          <Link to={`/certificates/${encodeURIComponent(certificate.supersededBy.id)}`}>
            {certificate.supersededBy.number}
          </Link>
          , after your choice of sessions changed. Its code says so to whoever verifies it.
        </Notice>
      ) : null}
      {certificate.status === "REVOKED" ? <Notice kind="problem">This certificate was revoked.</Notice> : null}
      <div class="certificate">
        <article class="sheet" aria-label="What is on it">
          <svg class="sheet-star" viewBox="0 0 32 32" width="44" height="44" aria-hidden="true">
            <circle cx="16" cy="16" r="15" />
            <path d="M16 4.5 18.6 13.4 27.5 16 18.6 18.6 16 27.5 13.4 18.6 4.5 16 13.4 13.4Z" />
          </svg>
          <p class="sheet-lead">This certifies that</p>
          <p class="sheet-name" dir="auto">
            {certificate.recipientName}
          </p>
          <p class="sheet-lead">{certificate.lines.length > 0 ? "has attended sessions of" : "has completed"}</p>
          <p class="sheet-title" dir="auto">
            {certificate.title}
          </p>
          <p class="sheet-credits">
            {certificate.credits} {certificate.creditUnit}
          </p>
          <p class="meta">
            {certificate.number} · issued {moment(certificate.issuedAt)}
          </p>
          <p>
            <StatusBadge status={certificate.status} />
          </p>
        </article>
        <div class="certificate-actions">
          <div class="actions">
            <a class="button primary" href={certificate.pdfUrl} target="_blank" rel="noreferrer">
              Download certificate
            </a>
            {certificate.transcriptUrl ? (
              <a class="button secondary" href={certificate.transcriptUrl} target="_blank" rel="noreferrer">
                Download transcript
              </a>
            ) : (
              <Link class="button secondary" to="/transcript">
                See your transcript
              </Link>
            )}
          </div>
          {holds ? (
            <section aria-labelledby="mailed">
              <h2 id="mailed">By e-mail</h2>
              <p>{isNew ? "Certificate and transcript are on their way to" : "Mails go to"}</p>
              <ul class="plain">
                {addresses.map((address) => (
                  <li key={address}>
                    <strong>{address}</strong>
                  </li>
                ))}
              </ul>
              <p>Nothing there? Look into your Junk or Spam folder, or download it here.</p>
              {resend.problem ? <Notice kind="problem">{resend.problem}</Notice> : null}
              <button
                type="button"
                class="secondary"
                aria-disabled={resend.busy || resent}
                onClick={() => (resent ? undefined : void resend.run())}
              >
                {resend.busy ? "Sending…" : resent ? "Sent again" : "Send it again"}
              </button>
              <p role="status" class="visually-hidden">
                {resent ? "The certificate is on its way again." : ""}
              </p>
            </section>
          ) : null}
          <section aria-labelledby="verify">
            <h2 id="verify">Verification</h2>
            <p>Anyone who has this code can check the certificate. It shows no e-mail address and no member ID.</p>
            <p class="code-line">
              <span class="verification-code">{code}</span>
            </p>
            <p>
              <a href={`/verify/${code}`}>Open the verification page</a>
            </p>
          </section>
          {conferenceId ? (
            <p>
              <Link to={`/conferences/${encodeURIComponent(conferenceId)}`}>Change your selection of sessions</Link>
            </p>
          ) : null}
        </div>
      </div>
      {certificate.lines.length > 0 ? (
        <section aria-labelledby="lines">
          <h2 id="lines">Sessions on it</h2>
          <ul class="lines">
            {certificate.lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: issued lines never move
              <li key={at}>
                <span dir="auto">{line.title}</span>
                <span class="meta">
                  {longDay(line.attendedOn)}
                  {line.virtual ? " · Virtual" : ""}
                </span>
                <span class="line-credits">
                  {line.credits} <span class="visually-hidden">{certificate.creditUnit}</span>
                </span>
              </li>
            ))}
            <li class="lines-total">
              <span>Total</span>
              <span class="line-credits">
                {certificate.credits} {certificate.creditUnit}
              </span>
            </li>
          </ul>
        </section>
      ) : null}
    </>
  );
}
