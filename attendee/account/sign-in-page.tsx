import { useEffect, useState } from "preact/hooks";
import { useAction } from "../api/use-action.ts";
import { confirmSignIn, settingsStore, signIn, viewerStore } from "../api/viewer.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Divider, Notice, PageHeading } from "../ui/page.tsx";
import { currentPlace, Link, navigate, noteSearch } from "../ui/router.tsx";

/** Single sign-on hands its second step over behind the #, which goes to no server. */
const challengeOfAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get("challenge");

/** Shown in the place of any page that needs to know who is there; the page itself comes afterwards. */
export function SignInPage() {
  const [email, setEmail] = useState("");
  const [challenge, setChallenge] = useState(challengeOfAddress);
  const goOn = () => {
    const { path, search } = currentPlace();
    navigate(path + search, { replace: true });
  };
  const { run, busy, problem } = useAction(async (address: string, password: string) => {
    const asked = await signIn(address, password);
    if (asked) setChallenge(asked);
    else goOn();
  });
  useEffect(() => {
    if (challengeOfAddress()) noteSearch(location.search);
  }, []);
  if (challenge) return <SecondStep challenge={challenge} onDone={goOn} onBack={() => setChallenge(null)} />;
  const { singleSignOn } = settingsStore.get() ?? {};
  return (
    <div class="narrow">
      <PageHeading title="Sign in">Claim your credit</PageHeading>
      <Divider />
      <p class="lede">
        Tick the sessions you attended; your certificate and transcript are in your mailbox a moment later.
      </p>
      {viewerStore.get().expired ? (
        <Notice>You were signed out. Sign in again to go on; choices kept on this device are sent then.</Notice>
      ) : null}
      <div class="card">
        <Form
          onSubmit={(values) => run(values.email ?? "", values.password ?? "")}
          busy={busy}
          problem={problem}
          submit="Sign in"
          submitting="Signing in…"
        >
          <Field
            label="E-mail address"
            name="email"
            type="email"
            required
            autofocus
            autocomplete="username"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
            hint={`The one you use with ${settingsStore.get()?.accreditorName ?? "the conference"}.`}
          />
          <PasswordField label="Password" name="password" autocomplete="current-password" />
        </Form>
        <p class="below">
          <Link to={`/forgot-password${email ? `?email=${encodeURIComponent(email)}` : ""}`}>
            Forgot your password?
          </Link>
        </p>
        {singleSignOn ? (
          <a class="button secondary wide" href="/sso/start">
            Sign in with {singleSignOn}
          </a>
        ) : null}
      </div>
      <p class="aside">
        New here? <Link to="/register">Register as a guest</Link>. It is free.
      </p>
    </div>
  );
}

interface SecondStepProps {
  challenge: string;
  onDone(): void;
  onBack(): void;
}

function SecondStep({ challenge, onDone, onBack }: SecondStepProps) {
  const { run, busy, problem } = useAction(async (code: string) => {
    await confirmSignIn(challenge, code);
    onDone();
  });
  return (
    <div class="narrow">
      <PageHeading title="Second step">One more step</PageHeading>
      <Divider />
      <div class="card">
        <Form
          onSubmit={(values) => run(values.code ?? "")}
          busy={busy}
          problem={problem}
          submit="Sign in"
          submitting="Checking…"
        >
          <Field
            label="Code"
            name="code"
            required
            autofocus
            autocomplete="one-time-code"
            maxLength={40}
            class="code"
            hint="What your authenticator app shows, or one of your recovery codes."
          />
        </Form>
        <p class="below">
          <button type="button" class="quiet" onClick={onBack}>
            Begin again
          </button>
        </p>
      </div>
    </div>
  );
}
