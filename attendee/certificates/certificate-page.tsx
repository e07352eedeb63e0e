import { useEffect, useState } from "preact/hooks";
import { messageOf, request } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { viewerStore } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { grouped } from "../ui/credits.ts";
import { longDay, moment } from "../ui/dates.ts";
import { kindAward } from "../ui/kind-award.ts";
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
      <nav class="crumbs" aria-label={t("app.breadcrumb")}>
        <Link to="/certificates">{t("certificates.title")}</Link>
      </nav>
      {certificate ? (
        <Details certificate={certificate} conferenceId={conferenceId} />
      ) : error ? (
        <Notice kind="problem">{messageOf(error)}</Notice>
      ) : data && !older ? (
        <>
          <PageHeading title={t("certificate.notFound")}>{t("certificate.notFound")}</PageHeading>
          <Notice kind="problem">{t("certificate.notYours")}</Notice>
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
      <PageHeading title={t("certificate.title", { number: certificate.number })}>
        {isNew && holds ? t("certificate.ready") : t("certificate.title", { number: certificate.number })}
      </PageHeading>
      <Divider />
      {certificate.status === "SUPERSEDED" && certificate.supersededBy ? (
        <Notice>
          {t("certificate.replaced", {
            number: certificate.supersededBy.number,
            link: (text) => (
              <Link to={`/certificates/${encodeURIComponent(certificate.supersededBy?.id ?? "")}`}>{text}</Link>
            ),
          })}
        </Notice>
      ) : null}
      {certificate.status === "REVOKED" ? <Notice kind="problem">{t("certificate.revoked")}</Notice> : null}
      <div class="certificate">
        <article class="sheet" aria-label={t("certificate.contents")}>
          <svg class="sheet-star" viewBox="0 0 32 32" width="44" height="44" aria-hidden="true">
            <circle cx="16" cy="16" r="15" />
            <path d="M16 4.5 18.6 13.4 27.5 16 18.6 18.6 16 27.5 13.4 18.6 4.5 16 13.4 13.4Z" />
          </svg>
          <p class="sheet-lead">{t("certificate.certifies")}</p>
          <p class="sheet-name" dir="auto">
            {certificate.recipientName}
          </p>
          <p class="sheet-lead">{t(certificate.lines.length > 0 ? "certificate.attended" : "certificate.completed")}</p>
          <p class="sheet-title" dir="auto">
            {certificate.title}
          </p>
          <p class="sheet-credits">
            {certificate.credits} {certificate.creditUnit}
          </p>
          {certificate.kinds.map((kind) => (
            <p class="sheet-lead" key={kind.name}>
              {kindAward(kind)} ({kind.name})
            </p>
          ))}
          <p class="meta">
            {t("certificate.issued", { number: certificate.number, when: moment(certificate.issuedAt) })}
          </p>
          <p>
            <StatusBadge status={certificate.status} />
          </p>
        </article>
        <div class="certificate-actions">
          <details>
            <summary>{t("certificate.explained")}</summary>
            {certificate.creditExplanations.map(({ activity, sentences }) => (
              <p key={activity}>{[activity, ...sentences].filter(Boolean).join(" ")}</p>
            ))}
          </details>
          <div class="actions">
            <a class="button primary" href={certificate.pdfUrl} target="_blank" rel="noreferrer">
              {t("certificate.download")}
            </a>
            {certificate.transcriptUrl ? (
              <a class="button secondary" href={certificate.transcriptUrl} target="_blank" rel="noreferrer">
                {t("certificate.downloadTranscript")}
              </a>
            ) : (
              <Link class="button secondary" to="/transcript">
                {t("certificate.seeTranscript")}
              </Link>
            )}
          </div>
          {holds ? (
            <section aria-labelledby="mailed">
              <h2 id="mailed">{t("certificate.byMail")}</h2>
              <p>{t(isNew ? "certificate.onTheirWay" : "certificate.mailsGoTo")}</p>
              <ul class="plain">
                {addresses.map((address) => (
                  <li key={address}>
                    <strong>{address}</strong>
                  </li>
                ))}
              </ul>
              <p>
                {t("certificate.nothingThere")}{" "}
                {t("mails.missingLink", { link: (text) => <Link to="/account/mails">{text}</Link> })}
              </p>
              {resend.problem ? <Notice kind="problem">{resend.problem}</Notice> : null}
              <button
                type="button"
                class="secondary"
                aria-disabled={resend.busy || resent}
                onClick={() => (resent ? undefined : void resend.run())}
              >
                {t(resend.busy ? "form.sending" : resent ? "certificate.sentAgain" : "certificate.sendAgain")}
              </button>
              <p role="status" class="visually-hidden">
                {resent ? t("certificate.resent") : ""}
              </p>
            </section>
          ) : null}
          <section aria-labelledby="credential">
            <h2 id="credential">{t("certificate.credential")}</h2>
            <p>{t("certificate.credentialMeaning")}</p>
            <a class="button secondary" href={certificate.credentialUrl} download>
              {t("certificate.downloadCredential")}
            </a>{" "}
            <a class="button secondary" href={certificate.credentialUrl.replace(/json$/, "svg")} download>
              {t("certificate.downloadBadge")}
            </a>
          </section>
          <section aria-labelledby="verify">
            <h2 id="verify">{t("certificate.verification")}</h2>
            <p>{t("certificate.verificationMeaning")}</p>
            <p class="code-line">
              <span class="verification-code">{code}</span>
            </p>
            <p>
              <a href={`/verify/${code}`}>{t("certificate.openVerification")}</a>
            </p>
          </section>
          {conferenceId ? (
            <p>
              <Link to={`/conferences/${encodeURIComponent(conferenceId)}`}>{t("certificate.change")}</Link>
            </p>
          ) : null}
        </div>
      </div>
      {certificate.lines.length > 0 ? (
        <section aria-labelledby="lines">
          <h2 id="lines">{t("certificate.sessions")}</h2>
          <ul class="lines">
            {certificate.lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: issued lines never move
              <li key={at}>
                <span dir="auto">{line.title}</span>
                <span class="meta">
                  {[
                    longDay(line.attendedOn),
                    ...(line.virtual ? [t("session.virtual")] : []),
                    ...(line.asInstructor ? [t("certificate.asInstructor")] : []),
                  ].join(" · ")}
                </span>
                <span class="line-credits">
                  {line.credits} <span class="visually-hidden">{certificate.creditUnit}</span>
                </span>
              </li>
            ))}
            <li class="lines-total">
              <span>{t("certificate.total")}</span>
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
