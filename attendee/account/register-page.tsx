import { useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { confirmRegistration } from "../api/viewer.ts";
import { CodeField, Field, Form, PasswordField } from "../ui/form.tsx";
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
      <PageHeading title="Register as a guest">{begun ? "Look into your mailbox" : "Register as a guest"}</PageHeading>
      <Divider />
      {begun ? <Confirm begun={begun} onLeave={() => remember(null)} /> : <Register onBegun={remember} />}
      <p class="aside">
        Registered already? <Link to="/">Sign in</Link>
      </p>
    </div>
  );
}

function Register({ onBegun }: { onBegun(begun: Begun): void }) {
  const { run, busy, problem } = useAction(async (values: Record<string, string>) => {
    const { email = "", password = "", firstName = "", lastName = "" } = values;
    const optional = Object.fromEntries(
      ["role", "city", "county", "state", "zip"].flatMap((name) => (values[name] ? [[name, values[name]]] : [])),
    );
    const input = { email, password, firstName, lastName, ...optional };
    const { registerAttendee } = await request(RegisterAttendee, { input });
    onBegun({ ...registerAttendee, email });
  });
  return (
    <>
      <p class="lede">A guest account is free. It holds your credit, your certificates and your transcript.</p>
      <div class="card">
        <Form onSubmit={run} busy={busy} problem={problem} submit="Register" submitting="Registering…">
          <div class="pair">
            <Field label="First name" name="firstName" required autocomplete="given-name" maxLength={100} />
            <Field label="Last name" name="lastName" required autocomplete="family-name" maxLength={100} />
          </div>
          <p class="hint">As they should stand on your certificates.</p>
          <Field
            label="E-mail address"
            name="email"
            type="email"
            required
            autocomplete="email"
            hint="Use the address of your conference registration. You can add others later."
          />
          <PasswordField
            label="Password"
            name="password"
            autocomplete="new-password"
            hint="At least 10 characters. Several words together are easy to remember and hard to guess."
          />
          <details>
            <summary>More about you (optional)</summary>
            <Field label="What you do" name="role" autocomplete="organization-title" maxLength={100} />
            <div class="pair">
              <Field label="City" name="city" autocomplete="address-level2" maxLength={100} />
              <Field label="County" name="county" maxLength={100} />
            </div>
            <div class="pair">
              <Field label="State" name="state" autocomplete="address-level1" maxLength={100} />
              <Field label="Zip code" name="zip" autocomplete="postal-code" maxLength={20} />
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
          submit="Confirm and sign in"
          submitting="Checking…"
        >
          <CodeField hint={`We sent a mail to ${begun.email}. If it is not there, look into Junk or Spam.`} />
        </Form>
        <p class="below">
          <button type="button" class="link" onClick={onLeave}>
            Start again with another address
          </button>
        </p>
      </div>
    </>
  );
}
