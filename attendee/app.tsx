import type { ComponentChild, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { AccountPage } from "./account/account-page.tsx";
import { ConfirmIdentity } from "./account/confirm-identity.tsx";
import { goToConsent, keepConnect } from "./account/connect.ts";
import { RegisterPage } from "./account/register-page.tsx";
import { SetUpPage } from "./account/set-up-page.tsx";
import { SignInPage } from "./account/sign-in-page.tsx";
import { useStore } from "./api/store.ts";
import { forgetAnswers } from "./api/use-query.ts";
import { settingsStore, type Viewer, viewerStore } from "./api/viewer.ts";
import { CertificatePage } from "./certificates/certificate-page.tsx";
import { CertificatesPage } from "./certificates/certificates-page.tsx";
import { ClaimPage } from "./claim/claim-page.tsx";
import { ConferencesPage } from "./conferences/conferences-page.tsx";
import { EvaluateByLinkPage, EvaluatePage } from "./evaluation/evaluate-page.tsx";
import { t } from "./i18n/t.ts";
import { BadgePage } from "./presence/badge-page.tsx";
import { PresencePage } from "./presence/presence-page.tsx";
import { Help } from "./ui/help.tsx";
import { LanguageSwitch } from "./ui/language-switch.tsx";
import { Notice, PageHeading, Skeleton } from "./ui/page.tsx";
import { Link, navigate, useHistory, usePlace } from "./ui/router.tsx";

interface Route {
  path: RegExp;
  /** Whether anybody may see it; else sign-in comes first, and then the page. */
  open?: boolean;
  page(id: string): ComponentChild;
}

const loadRoom = async () => (await import("./presence/room-page.tsx")).RoomPage;
const loadSaid = async () => (await import("./presence/said-page.tsx")).SaidPage;
const loadTranscript = async () => (await import("./transcript/transcript-page.tsx")).TranscriptPage;
const loadRenewal = async () => (await import("./transcript/renewal-page.tsx")).RenewalPage;
const loadElsewhere = async () => (await import("./transcript/elsewhere-page.tsx")).ElsewherePage;
const loadMails = async () => (await import("./account/mails-page.tsx")).MailsPage;
const loadForgotten = async () => (await import("./account/password-pages.tsx")).ForgotPasswordPage;
const loadReset = async () => (await import("./account/password-pages.tsx")).ResetPasswordPage;
const loadDoor = async () => (await import("./presence/door-page.tsx")).DoorPage;

const routes: Route[] = [
  { path: /^\/$/, page: () => <ConferencesPage /> },
  { path: /^\/conferences\/([\w-]+)$/, page: (id) => <ClaimPage key={id} id={id} /> },
  { path: /^\/conferences\/([\w-]+)\/presence$/, page: () => <Lazy load={loadSaid} /> },
  { path: /^\/certificates$/, page: () => <CertificatesPage /> },
  { path: /^\/certificates\/([\w-]+)$/, page: (id) => <CertificatePage key={id} id={id} /> },
  { path: /^\/evaluate$/, open: true, page: () => <EvaluateByLinkPage /> },
  { path: /^\/evaluate\/([\w-]+)$/, page: (id) => <EvaluatePage key={id} id={id} /> },
  { path: /^\/transcript$/, page: () => <Lazy load={loadTranscript} /> },
  { path: /^\/renewal$/, page: () => <Lazy load={loadRenewal} /> },
  { path: /^\/elsewhere$/, page: () => <Lazy load={loadElsewhere} /> },
  { path: /^\/account$/, page: () => <AccountPage /> },
  { path: /^\/account\/mails$/, page: () => <Lazy load={loadMails} /> },
  { path: /^\/connect\/([\w-]+)$/, page: () => <Skeleton /> },
  { path: /^\/presence$/, page: () => <PresencePage /> },
  { path: /^\/badge$/, page: () => <BadgePage /> },
  { path: /^\/scan$/, open: true, page: () => <Lazy load={loadDoor} /> },
  { path: /^\/room$/, open: true, page: () => <Lazy load={loadRoom} /> },
  { path: /^\/sign-in$/, page: () => <GoHome /> },
  { path: /^\/register$/, open: true, page: () => <RegisterPage /> },
  { path: /^\/forgot-password$/, open: true, page: () => <Lazy load={loadForgotten} /> },
  { path: /^\/reset-password$/, open: true, page: () => <Lazy load={loadReset} /> },
];

const sections = [
  { to: "/", label: "app.conferences", paths: /^\/($|conferences)/ },
  { to: "/certificates", label: "app.certificates", paths: /^\/(certificates|evaluate)/ },
  { to: "/transcript", label: "app.transcript", paths: /^\/(transcript|renewal|elsewhere)/ },
  { to: "/account", label: "app.account", paths: /^\/account/ },
] as const;

export function App() {
  useHistory();
  const { path } = usePlace();
  const { known, viewer } = useStore(viewerStore);
  const settings = useStore(settingsStore);
  const accountId = viewer?.id;
  const connect = /^\/connect\/([\w-]+)$/.exec(path)?.[1];
  useEffect(() => {
    if (connect) keepConnect(connect);
    if (accountId && !viewer?.mustSetUpSecondFactor) goToConsent();
  }, [accountId, connect, viewer?.mustSetUpSecondFactor]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another account, other answers
  useEffect(forgetAnswers, [accountId]);
  return (
    <>
      <a class="skip" href="#main">
        {t("app.skip")}
      </a>
      <header class="top">
        <div class="top-inner">
          <Link class="brand" to="/">
            {settings?.logoUrl ? (
              // By its path: the page may know the server by another name than the server itself. The name stands beside it.
              <img src={new URL(settings.logoUrl).pathname} alt="" />
            ) : (
              <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
                <circle cx="16" cy="16" r="14.5" />
                <path d="M16 4.5 18.6 13.4 27.5 16 18.6 18.6 16 27.5 13.4 18.6 4.5 16 13.4 13.4Z" />
              </svg>
            )}
            <span>{settings?.accreditorName ?? t("app.name")}</span>
          </Link>
          {viewer ? (
            <nav class="sections" aria-label={t("app.main")}>
              {sections.map(({ to, label, paths }) => (
                <Link key={to} to={to} aria-current={paths.test(path) ? "page" : undefined}>
                  {t(label)}
                </Link>
              ))}
            </nav>
          ) : null}
        </div>
      </header>
      <main id="main" tabIndex={-1} key={`${accountId ?? ""}`}>
        {settings?.publicDemo ? <Notice>{t("app.publicDemo")}</Notice> : null}
        <Page path={path} viewer={viewer} known={known} />
      </main>
      <ConfirmIdentity />
      <footer class="foot">
        <a href="/verify">{t("app.verify")}</a>
        <LanguageSwitch />
      </footer>
    </>
  );
}

function Page({ path, viewer, known }: { path: string; viewer: Viewer | null; known: boolean }) {
  for (const route of routes) {
    const match = route.path.exec(path);
    if (!match) continue;
    if (!known) return <Skeleton />;
    if (route.open) return <>{route.page(match[1] ?? "")}</>;
    if (viewer?.mustSetUpSecondFactor) return <SetUpPage />;
    return <>{viewer ? route.page(match[1] ?? "") : <SignInPage />}</>;
  }
  return (
    <div class="narrow">
      <PageHeading title={t("app.notFound")}>{t("app.notFound")}</PageHeading>
      <Notice>{t("app.nothingHere", { link: (text) => <Link to="/">{text}</Link> })}</Notice>
      <Help />
    </div>
  );
}

/** What few load. What screens and doorkeepers need keeps itself for when there is no network. */
function Lazy({ load }: { load: () => Promise<ComponentType> }) {
  const [page, setPage] = useState<{ Page: ComponentType } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    load().then(
      (Page) => setPage({ Page }),
      () => setFailed(true),
    );
  }, [load]);
  if (failed) return <Notice kind="problem">{t("error.unreachable")}</Notice>;
  return page ? <page.Page /> : <Skeleton rows={4} />;
}

function GoHome() {
  useEffect(() => navigate("/", { replace: true }), []);
  return null;
}
