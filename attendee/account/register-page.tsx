import { useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { confirmRegistration } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { CodeField, Field, Form, PasswordField } from "../ui/form.tsx";
import { Help } from "../ui/help.tsx";
import { Divider, Notice, PageHeading } from "../ui/page.tsx";
import { Link, navigate } from "../ui/router.tsx";

const RegisterAttendee = graphql(`
  mutation RegisterAttendee($input: RegisterAttendeeInput!) {
    registerAttendee(input: $input) { token message }
  }
`);

interface Begun {
  token: string;
  message: string;
  email: string;
}

/** Outlives a reload of this tab, and nothing else: the code belongs to the browser that registered. */
const begunKey = "accrue:registration";
const readBegun = (): Begun | null => JSON.parse(sessionStorage.getItem(begunKey) ?? "null");

export function RegisterPage() {
  const [begun, setBegun] = useState(readBegun);
  const remember = (next: Begun | null) => {
    if (next) sessionStorage.setItem(begunKey, JSON.stringify(next));
    else sessionStorage.removeItem(begunKey);
    setBegun(next);
  };
  return (
    <div class="narrow">
      <PageHeading title={t("register.title")}>{t(begun ? "register.checkMail" : "register.title")}</PageHeading>
      <Divider />
      {begun ? <Confirm begun={begun} onLeave={() => remember(null)} /> : <Register onBegun={remember} />}
      <p class="aside">{t("register.already", { link: (text) => <Link to="/">{text}</Link> })}</p>
      <Help />
    </div>
  );
}

function Register({ onBegun }: { onBegun(begun: Begun): void }) {
  const { run, busy, problem } = useAction(async (values: Record<string, string>) => {
    const { email = "", password = "", firstName = "", lastName = "" } = values;
    const optional = Object.fromEntries(
      ["suffix", "printedName", "role", "city", "county", "state", "zip"].flatMap((name) =>
        values[name] ? [[name, values[name]]] : [],
      ),
    );
    const input = { email, password, firstName, lastName, ...optional };
    const { registerAttendee } = await request(RegisterAttendee, { input });
    onBegun({ ...registerAttendee, email });
  });
  return (
    <>
      <p class="lede">{t("register.meaning")}</p>
      <div class="card">
        <Form
          onSubmit={run}
          busy={busy}
          problem={problem}
          submit={t("register.register")}
          submitting={t("register.registering")}
        >
          <div class="pair">
            <Field label={t("register.firstName")} name="firstName" autocomplete="given-name" maxLength={100} />
            <Field label={t("register.lastName")} name="lastName" autocomplete="family-name" maxLength={100} />
          </div>
          <p class="hint">{t("register.names")}</p>
          <Field
            label={t("form.email")}
            name="email"
            type="email"
            required
            autocomplete="email"
            hint={t("register.emailHint")}
          />
          <PasswordField
            label={t("password.title")}
            name="password"
            autocomplete="new-password"
            hint={t("register.passwordHint")}
          />
          <details>
            <summary>{t("register.more")}</summary>
            <div class="pair">
              <Field label={t("register.suffix")} name="suffix" autocomplete="honorific-suffix" maxLength={20} />
              <Field
                label={t("register.printedName")}
                name="printedName"
                hint={t("register.printedNameHint")}
                maxLength={250}
              />
            </div>
            <Field label={t("register.role")} name="role" autocomplete="organization-title" maxLength={100} />
            <div class="pair">
              <Field label={t("register.city")} name="city" autocomplete="address-level2" maxLength={100} />
              <Field label={t("register.county")} name="county" maxLength={100} />
            </div>
            <div class="pair">
              <Field label={t("register.state")} name="state" autocomplete="address-level1" maxLength={100} />
              <Field label={t("register.zip")} name="zip" autocomplete="postal-code" maxLength={20} />
            </div>
          </details>
        </Form>
      </div>
    </>
  );
}

function Confirm({ begun, onLeave }: { begun: Begun; onLeave(): void }) {
  const { run, busy, problem } = useAction(async (code: string) => {
    await confirmRegistration(begun.token, code);
    onLeave();
    navigate("/", { replace: true });
  });
  return (
    <>
      <Notice live>{begun.message}</Notice>
      <div class="card">
        <Form
          onSubmit={(values) => run(values.code ?? "")}
          busy={busy}
          problem={problem}
          submit={t("register.confirm")}
          submitting={t("form.checking")}
        >
          <CodeField hint={t("register.sent", { address: begun.email })} />
        </Form>
        <p class="below">
          <button type="button" class="link" onClick={onLeave}>
            {t("register.again")}
          </button>
        </p>
      </div>
    </>
  );
}
