import { useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { t } from "../i18n/t.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Help } from "../ui/help.tsx";
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
      <PageHeading title={t("password.forgot")}>{t("password.forgot")}</PageHeading>
      <Divider />
      {sentTo ? (
        <Notice kind="done" live>
          {t("password.resetSent", { address: sentTo })}
        </Notice>
      ) : (
        <>
          <p class="lede">{t("password.tell")}</p>
          <div class="card">
            <Form
              onSubmit={(values) => run(values.email ?? "")}
              busy={busy}
              problem={problem}
              submit={t("password.send")}
              submitting={t("form.sending")}
            >
              <Field
                label={t("form.email")}
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
        <Link to="/">{t("password.back")}</Link>
      </p>
      <Help />
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
      <PageHeading title={t("password.set")}>{t("password.set")}</PageHeading>
      <Divider />
      {done ? (
        <>
          <Notice kind="done" live>
            {t("password.setDone")}
          </Notice>
          <Link class="button primary" to="/">
            {t("signIn.signIn")}
          </Link>
        </>
      ) : token ? (
        <div class="card">
          <Form
            onSubmit={(values) => run(values.password ?? "")}
            busy={busy}
            problem={problem}
            submit={t("password.setNow")}
            submitting={t("password.setting")}
          >
            <PasswordField
              label={t("password.new")}
              name="password"
              autocomplete="new-password"
              hint={t("password.hint")}
            />
          </Form>
        </div>
      ) : (
        <Notice kind="problem">
          {t("password.brokenLink", { link: (text) => <Link to="/forgot-password">{text}</Link> })}
        </Notice>
      )}
      <Help />
    </div>
  );
}
