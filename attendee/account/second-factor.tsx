import { useState } from "preact/hooks";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { loadViewer } from "../api/viewer.ts";
import { counted } from "../ui/credits.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Notice, Skeleton } from "../ui/page.tsx";

const SecondFactorQuery = graphql(`
  query SecondFactor { viewer { secondFactor { recoveryCodesLeft } } }
`);
const BeginSecondFactor = graphql(`
  mutation BeginSecondFactor($password: String!) { beginSecondFactor(password: $password) { address secret qrCode } }
`);
const ConfirmSecondFactor = graphql(`
  mutation ConfirmSecondFactor($code: String!) { confirmSecondFactor(code: $code) { recoveryCodes } }
`);
const DisableSecondFactor = graphql(`
  mutation DisableSecondFactor($password: String!, $code: String!) {
    disableSecondFactor(password: $password, code: $code) { id }
  }
`);

type SetUp = ResultOf<typeof BeginSecondFactor>["beginSecondFactor"];

/** An authenticator app for the account: set up in three steps, and turned off. */
export function SecondFactor() {
  const { data, error, reload } = useQuery(SecondFactorQuery, {});
  const [step, setStep] = useState<"password" | "off" | SetUp | string[] | null>(null);
  const done = () => {
    setStep(null);
    reload();
  };
  const kept = () => {
    done();
    // Staff may go on from here.
    void loadViewer();
  };
  const begin = useAction(async (password: string) => {
    setStep((await request(BeginSecondFactor, { password })).beginSecondFactor);
  });
  const confirm = useAction(async (code: string) => {
    setStep((await request(ConfirmSecondFactor, { code })).confirmSecondFactor.recoveryCodes);
  });
  const disable = useAction(async (password: string, code: string) => {
    await request(DisableSecondFactor, { password, code });
    done();
  });
  const factor = data?.viewer?.secondFactor;
  return (
    <section class="card" aria-labelledby="second-factor">
      <h2 id="second-factor">Second factor</h2>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!data && !error ? <Skeleton rows={1} /> : null}
      {data && step === null ? (
        <>
          <p>
            {factor
              ? `Signing in asks for a code of your authenticator app. ${counted(factor.recoveryCodesLeft, "recovery code")} left.`
              : "With an authenticator app, a stolen password alone opens nothing."}
          </p>
          <button type="button" class="secondary wide" onClick={() => setStep(factor ? "off" : "password")}>
            {factor ? "Turn off" : "Set up an app"}
          </button>
        </>
      ) : null}
      {step === "password" ? (
        <Form
          key="password"
          onSubmit={(values) => begin.run(values.password ?? "")}
          {...begin}
          submit="Go on"
          submitting="One moment…"
        >
          <PasswordField label="Your password" name="password" autocomplete="current-password" />
        </Form>
      ) : null}
      {step === "off" ? (
        <Form
          key="off"
          onSubmit={(values) => disable.run(values.password ?? "", values.code ?? "")}
          {...disable}
          submit="Turn off"
          submitting="One moment…"
        >
          <PasswordField label="Your password" name="password" autocomplete="current-password" />
          <AppCode label="Code of the app, or a recovery code" />
        </Form>
      ) : null}
      {step && typeof step === "object" && !Array.isArray(step) ? (
        <>
          <p>
            Scan this with an authenticator app, or <a href={step.address}>open it in one here</a>.
          </p>
          <img
            class="qr-code"
            src={step.qrCode}
            width="200"
            height="200"
            alt="QR code for your authenticator app; the text below says the same"
          />
          <p class="meta">
            Or type this into the app: <code>{step.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
          </p>
          <Form
            key="code"
            onSubmit={(values) => confirm.run(values.code ?? "")}
            {...confirm}
            submit="Turn on"
            submitting="Checking…"
          >
            <AppCode label="Code that the app shows now" />
          </Form>
        </>
      ) : null}
      {Array.isArray(step) ? <RecoveryCodes codes={step} onKept={kept} /> : null}
    </section>
  );
}

const AppCode = ({ label }: { label: string }) => (
  <Field label={label} name="code" required autocomplete="one-time-code" maxLength={40} class="code" />
);

function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept(): void }) {
  const text = `${codes.join("\n")}\n`;
  return (
    <>
      <Notice kind="done" live>
        The app is set up. Keep these recovery codes where your telephone is not: each signs you in once in its place,
        and they are not shown again.
      </Notice>
      <ul class="recovery-codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <a
        class="button secondary wide"
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        download="accrue-recovery-codes.txt"
      >
        Download
      </a>
      <button type="button" class="primary wide" onClick={onKept}>
        I have kept them
      </button>
    </>
  );
}
