import { useEffect, useRef, useState } from "preact/hooks";
import { passkeysWork } from "../../clients/passkeys-work.ts";
import { graphql } from "../api/graphql.ts";
import { confirmWithPasskey } from "../api/passkeys.ts";
import { requestOnce, stepUp } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { t } from "../i18n/t.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Notice } from "../ui/page.tsx";

const Confirm = graphql(`
  mutation ConfirmIdentity($password: String, $code: String) {
    confirmIdentity(password: $password, code: $code) { provedUntil }
  }
`);

const ConfirmBySingleSignOn = graphql(`mutation ConfirmBySingleSignOn { confirmBySingleSignOn }`);

const Proved = graphql(`query Proved { viewer { provedUntil identityProofs } }`);

async function loadProved(): Promise<{ proved: boolean; proofs: readonly string[] }> {
  const { viewer } = await requestOnce(Proved, {});
  return { proved: Boolean(viewer?.provedUntil), proofs: viewer?.identityProofs ?? [] };
}

/** Asks for a fresh proof of who is there, where there is none; answers whether there is one now. */
export async function ensureProved(): Promise<boolean> {
  const { proved, proofs } = await loadProved();
  return proved || stepUp.ask(proofs);
}

/** How often to look whether the provider's window has done its work, in milliseconds. */
const lookEvery = 1_500;

/**
 * Stands beside every page: asks for a password or code where the server wants to see once more who is there, and lets what was asked for
 * go on. The page below it stays as it is.
 */
export function ConfirmIdentity() {
  const [proofs, setProofs] = useState<readonly string[] | null>(null);
  const waiting = useRef<((shown: boolean) => void)[]>([]);
  useEffect(() => {
    const before = stepUp.ask;
    stepUp.ask = (wanted) => {
      setProofs(wanted);
      return new Promise((resolve) => waiting.current.push(resolve));
    };
    return () => {
      stepUp.ask = before;
    };
  }, []);
  if (!proofs) return null;
  const settle = (shown: boolean) => {
    setProofs(null);
    for (const resolve of waiting.current.splice(0)) resolve(shown);
  };
  return <Dialog proofs={proofs} settle={settle} />;
}

function Dialog({ proofs, settle }: { proofs: readonly string[]; settle(shown: boolean): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const byCode = proofs.includes("CODE");
  return (
    <dialog ref={dialog} class="card" aria-labelledby="confirm" onClose={() => settle(false)}>
      <h2 id="confirm">{t("proof.title")}</h2>
      {proofs.includes("PASSKEY") && (passkeysWork() || !byCode) ? <ByPasskey settle={settle} /> : null}
      {byCode || proofs.includes("PASSWORD") ? (
        <ByWord byCode={byCode} settle={settle} />
      ) : proofs.includes("PASSKEY") ? null : (
        <BySingleSignOn possible={proofs.includes("SINGLE_SIGN_ON")} settle={settle} />
      )}
      <button type="button" class="quiet wide" onClick={() => dialog.current?.close()}>
        {t("proof.cancel")}
      </button>
    </dialog>
  );
}

function ByPasskey({ settle }: { settle(shown: boolean): void }) {
  const confirm = useAction(async () => {
    await confirmWithPasskey();
    settle(true);
  });
  return (
    <>
      <p>{t("proof.byPasskey")}</p>
      {confirm.problem ? <Notice kind="problem">{confirm.problem}</Notice> : null}
      <button type="button" class="primary wide" aria-disabled={confirm.busy} onClick={() => void confirm.run()}>
        {t("passkey.use")}
      </button>
    </>
  );
}

function ByWord({ byCode, settle }: { byCode: boolean; settle(shown: boolean): void }) {
  const confirm = useAction(async (given: { password?: string; code?: string }) => {
    await requestOnce(Confirm, given);
    settle(true);
  });
  return (
    <>
      <p>{t(byCode ? "proof.byCode" : "proof.byPassword")}</p>
      <Form
        onSubmit={(values) => confirm.run(values)}
        busy={confirm.busy}
        problem={confirm.problem}
        submit={t("proof.confirm")}
        submitting={t("form.checking")}
      >
        {byCode ? (
          <Field
            label={t("signIn.code")}
            name="code"
            required
            autofocus
            autocomplete="one-time-code"
            class="code"
            hint={t("signIn.codeHint")}
          />
        ) : (
          <PasswordField label={t("password.yours")} name="password" autocomplete="current-password" />
        )}
      </Form>
    </>
  );
}

/** The provider's page opens in a window of its own, so that nothing here is lost. */
function BySingleSignOn({ possible, settle }: { possible: boolean; settle(shown: boolean): void }) {
  const [opened, setOpened] = useState(false);
  const begin = useAction(async (page: Window | null) => {
    const { confirmBySingleSignOn: address } = await requestOnce(ConfirmBySingleSignOn, {});
    if (page) page.location.href = address;
    setOpened(true);
  });
  useEffect(() => {
    if (!opened) return;
    const look = () =>
      void loadProved().then(
        ({ proved }) => proved && settle(true),
        () => {},
      );
    const timer = setInterval(look, lookEvery);
    return () => clearInterval(timer);
  }, [opened, settle]);
  if (!possible) return <p>{t("proof.impossible")}</p>;
  return (
    <>
      <p>{t("proof.bySingleSignOn")}</p>
      {begin.problem ? <Notice kind="problem">{begin.problem}</Notice> : null}
      <p aria-live="polite">{opened ? t("proof.waiting") : null}</p>
      {/* The window is opened by the press itself: browsers stop those that open later. */}
      <button
        type="button"
        class="primary wide"
        aria-disabled={begin.busy}
        onClick={() => void begin.run(window.open("", "_blank"))}
      >
        {t("proof.confirm")}
      </button>
    </>
  );
}
