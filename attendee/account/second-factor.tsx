import { useState } from "preact/hooks";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { loadViewer } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";

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
    void reload();
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
      <h2 id="second-factor">{t("factor.title")}</h2>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!data && !error ? <Skeleton rows={1} /> : null}
      {data && step === null ? (
        <>
          <p>{factor ? t("factor.on", { count: factor.recoveryCodesLeft }) : t("factor.meaning")}</p>
          <button type="button" class="secondary wide" onClick={() => setStep(factor ? "off" : "password")}>
            {t(factor ? "factor.turnOff" : "factor.setUp")}
          </button>
        </>
      ) : null}
      {step === "password" ? (
        <Form
          key="password"
          onSubmit={(values) => begin.run(values.password ?? "")}
          {...begin}
          submit={t("factor.continue")}
          submitting={t("form.moment")}
        >
          <PasswordField label={t("password.yours")} name="password" autocomplete="current-password" />
        </Form>
      ) : null}
      {step === "off" ? (
        <Form
          key="off"
          onSubmit={(values) => disable.run(values.password ?? "", values.code ?? "")}
          {...disable}
          submit={t("factor.turnOff")}
          submitting={t("form.moment")}
        >
          <PasswordField label={t("password.yours")} name="password" autocomplete="current-password" />
          <AppCode label={t("factor.codeOrRecovery")} />
        </Form>
      ) : null}
      {step && typeof step === "object" && !Array.isArray(step) ? (
        <>
          <p>{t("factor.scan", { link: (text) => <a href={step.address}>{text}</a> })}</p>
          <img class="qr-code" src={step.qrCode} width="200" height="200" alt={t("factor.qrCode")} />
          <p class="meta">
            {t("factor.type", {
              secret: step.secret.replace(/(.{4})(?=.)/g, "$1 "),
              code: (text) => <code>{text}</code>,
            })}
          </p>
          <Form
            key="code"
            onSubmit={(values) => confirm.run(values.code ?? "")}
            {...confirm}
            submit={t("factor.turnOn")}
            submitting={t("form.checking")}
          >
            <AppCode label={t("factor.codeNow")} />
          </Form>
        </>
      ) : null}
      {Array.isArray(step) ? <RecoveryCodes codes={step} said={t("factor.keepCodes")} onKept={kept} /> : null}
    </section>
  );
}

const AppCode = ({ label }: { label: string }) => (
  <Field label={label} name="code" required autocomplete="one-time-code" maxLength={40} class="code" />
);

/** Codes that are shown this once, and a way to keep them. */
export function RecoveryCodes({ codes, said, onKept }: { codes: string[]; said: string; onKept(): void }) {
  const text = `${codes.join("\n")}\n`;
  return (
    <>
      <Notice kind="done" live>
        {said}
      </Notice>
      <ul class="recovery-codes" aria-label={t("factor.recoveryCodes")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <a
        class="button secondary wide"
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        download="accrue-recovery-codes.txt"
      >
        {t("factor.download")}
      </a>
      <button type="button" class="primary wide" onClick={onKept}>
        {t("factor.kept")}
      </button>
    </>
  );
}
