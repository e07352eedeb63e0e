import { useState } from "preact/hooks";
import { useAction } from "../api/use-action.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Divider, Notice, PageHeading } from "../ui/page.tsx";
import { currentPlace, Link, navigate } from "../ui/router.tsx";
import { settingsStore, signIn, viewerStore } from "./viewer.ts";

/** Shown in the place of any page that needs to know who is there; the page itself comes afterwards. */
export function SignInPage() {
  const [email, setEmail] = useState("");
  const { run, busy, problem } = useAction(async (address: string, password: string) => {
    await signIn(address, password);
    const { path, search } = currentPlace();
    navigate(path + search, { replace: true });
  });
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
      </div>
      <p class="aside">
        New here? <Link to="/register">Register as a guest</Link>. It is free.
      </p>
    </div>
  );
}
