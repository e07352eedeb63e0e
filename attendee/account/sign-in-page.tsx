import { useEffect, useState } from "preact/hooks";
import { passkeysWork } from "../../clients/passkeys-work.ts";
import { signInWithPasskey } from "../api/passkeys.ts";
import { useAction } from "../api/use-action.ts";
import {
  confirmSignIn,
  loadViewer,
  type SecondStep as Step,
  settingsStore,
  signIn,
  viewerStore,
} from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Help } from "../ui/help.tsx";
import { Divider, Notice, PageHeading } from "../ui/page.tsx";
import { currentPlace, Link, navigate, noteSearch } from "../ui/router.tsx";

/** Single sign-on hands its second step over behind the #, which goes to no server. */
function stepOfAddress(): Step | null {
  const given = new URLSearchParams(location.hash.slice(1));
  const challenge = given.get("challenge");
  return challenge ? { challenge, proofs: given.get("proofs")?.split(" ") ?? ["CODE"] } : null;
}

/** Shown in the place of any page that needs to know who is there; the page itself comes afterwards. */
export function SignInPage() {
  const [email, setEmail] = useState("");
  const [step, setStep] = useState(stepOfAddress);
  const goOn = () => {
    const { path, search } = currentPlace();
    navigate(path + search, { replace: true });
  };
  const { run, busy, problem } = useAction(async (address: string, password: string) => {
    const asked = await signIn(address, password);
    if (asked) setStep(asked);
    else goOn();
  });
  const byPasskey = useAction(async () => {
    await signInWithPasskey(null);
    await loadViewer();
    goOn();
  });
  useEffect(() => {
    if (stepOfAddress()) noteSearch(location.search);
  }, []);
  if (step) return <SecondStep step={step} onDone={goOn} onBack={() => setStep(null)} />;
  const { singleSignOn } = settingsStore.get() ?? {};
  return (
    <div class="narrow">
      <PageHeading title={t("signIn.signIn")}>{t("signIn.heading")}</PageHeading>
      <Divider />
      <p class="lede">{t("signIn.meaning")}</p>
      {viewerStore.get().expired ? <Notice>{t("signIn.expired")}</Notice> : null}
      <div class="card">
        <Form
          onSubmit={(values) => run(values.email ?? "", values.password ?? "")}
          busy={busy}
          problem={problem}
          submit={t("signIn.signIn")}
          submitting={t("signIn.signingIn")}
        >
          <Field
            label={t("form.email")}
            name="email"
            type="email"
            required
            autofocus
            autocomplete="username"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
            hint={t("signIn.emailHint", {
              accreditor: settingsStore.get()?.accreditorName ?? t("signIn.theConference"),
            })}
          />
          <PasswordField label={t("password.title")} name="password" autocomplete="current-password" />
        </Form>
        <p class="below">
          <Link to={`/forgot-password${email ? `?email=${encodeURIComponent(email)}` : ""}`}>
            {t("password.forgot")}
          </Link>
        </p>
        {byPasskey.problem ? <Notice kind="problem">{byPasskey.problem}</Notice> : null}
        {passkeysWork() ? (
          <button
            type="button"
            class="secondary wide"
            aria-disabled={byPasskey.busy}
            onClick={() => void byPasskey.run()}
          >
            {t("signIn.withPasskey")}
          </button>
        ) : null}
        {singleSignOn ? (
          <a class="button secondary wide" href="/sso/start">
            {t("signIn.with", { name: singleSignOn })}
          </a>
        ) : null}
      </div>
      <p class="aside">{t("signIn.newHere", { link: (text) => <Link to="/register">{text}</Link> })}</p>
      <Help />
    </div>
  );
}

interface SecondStepProps {
  step: Step;
  onDone(): void;
  onBack(): void;
}

function SecondStep({ step: { challenge, proofs }, onDone, onBack }: SecondStepProps) {
  const byPasskey = useAction(async () => {
    await signInWithPasskey(challenge);
    await loadViewer();
    onDone();
  });
  const { run, busy, problem } = useAction(async (code: string) => {
    await confirmSignIn(challenge, code);
    onDone();
  });
  return (
    <div class="narrow">
      <PageHeading title={t("signIn.secondStep")}>{t("signIn.oneMore")}</PageHeading>
      <Divider />
      <div class="card">
        {byPasskey.problem ? <Notice kind="problem">{byPasskey.problem}</Notice> : null}
        {proofs.includes("PASSKEY") && passkeysWork() ? (
          <button
            type="button"
            class="primary wide"
            aria-disabled={byPasskey.busy}
            onClick={() => void byPasskey.run()}
          >
            {t("passkey.use")}
          </button>
        ) : null}
        {proofs.includes("CODE") ? (
          <Form
            onSubmit={(values) => run(values.code ?? "")}
            busy={busy}
            problem={problem}
            submit={t("signIn.signIn")}
            submitting={t("form.checking")}
          >
            <Field
              label={t("signIn.code")}
              name="code"
              required
              autofocus
              autocomplete="one-time-code"
              maxLength={40}
              class="code"
              hint={t("signIn.codeHint")}
            />
          </Form>
        ) : null}
        <p class="below">
          <button type="button" class="quiet" onClick={onBack}>
            {t("signIn.again")}
          </button>
        </p>
      </div>
      <Help />
    </div>
  );
}
