import { useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Divider, Notice, PageHeading } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";

const RequestPasswordReset = graphql(`
  mutation RequestPasswordReset($email: String!) { requestPasswordReset(email: $email) }
`);

const ResetPassword = graphql(`
  mutation ResetPassword($token: String!, $password: String!) { resetPassword(token: $token, password: $password) }
`);

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState("");
  const { run, busy, problem } = useAction(async (email: string) => {
    await request(RequestPasswordReset, { email });
    setSentTo(email);
  });
  return (
    <div class="narrow">
      <PageHeading title="Forgot your password?">Forgot your password?</PageHeading>
      <Divider />
      {sentTo ? (
        <Notice kind="done" live>
          If an account has the address {sentTo}, a mail with the next step is on its way. It may be in Junk or Spam.
        </Notice>
      ) : (
        <>
          <p class="lede">Tell us your e-mail address, and we mail you how to set a new one.</p>
          <div class="card">
            <Form
              onSubmit={(values) => run(values.email ?? "")}
              busy={busy}
              problem={problem}
              submit="Send the mail"
              submitting="Sending…"
            >
              <Field
                label="E-mail address"
                name="email"
                type="email"
                required
                autocomplete="username"
                defaultValue={new URLSearchParams(location.search).get("email") ?? ""}
              />
            </Form>
          </div>
        </>
      )}
      <p class="aside">
        <Link to="/">Back to sign in</Link>
      </p>
    </div>
  );
}

/** Opened from the mail. The token stands behind the #, so that it stays out of logs; opening the page uses nothing up. */
export function ResetPasswordPage() {
  const [token] = useState(
    () => new URLSearchParams(location.hash.slice(1)).get("token") ?? new URLSearchParams(location.search).get("token"),
  );
  const [done, setDone] = useState(false);
  const { run, busy, problem } = useAction(async (password: string) => {
    await request(ResetPassword, { token: token ?? "", password });
    setDone(true);
  });
  return (
    <div class="narrow">
      <PageHeading title="Set a new password">Set a new password</PageHeading>
      <Divider />
      {done ? (
        <>
          <Notice kind="done" live>
            Your new password is set. Every device was signed out.
          </Notice>
          <Link class="button primary" to="/">
            Sign in
          </Link>
        </>
      ) : token ? (
        <div class="card">
          <Form
            onSubmit={(values) => run(values.password ?? "")}
            busy={busy}
            problem={problem}
            submit="Set password"
            submitting="Setting…"
          >
            <PasswordField
              label="New password"
              name="password"
              autocomplete="new-password"
              hint="At least 10 characters."
            />
          </Form>
        </div>
      ) : (
        <Notice kind="problem">
          This link is not whole. Open it from the mail again, or <Link to="/forgot-password">ask for a new one</Link>.
        </Notice>
      )}
    </div>
  );
}
