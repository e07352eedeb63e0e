import { useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { request } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useAction } from "../api/use-action.ts";
import { loadViewer, type Viewer, viewerStore } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { longDay } from "../ui/dates.ts";
import { CodeField, Field, Form } from "../ui/form.tsx";
import { hidden, Notice } from "../ui/page.tsx";

const AddEmailAddress = graphql(`
  mutation AddEmailAddress($email: String!) { addEmailAddress(email: $email) }
`);
const VerifyEmailAddress = graphql(`
  mutation VerifyEmailAddress($token: String!) { verifyEmailAddress(token: $token) }
`);
const MakePrimary = graphql(`
  mutation MakeEmailAddressPrimary($id: ID!) { makeEmailAddressPrimary(id: $id) { id } }
`);
const RemoveEmailAddress = graphql(`
  mutation RemoveEmailAddress($id: ID!) { removeEmailAddress(id: $id) { id } }
`);

const Registered = graphql(`
  query RegistrationsOfAddresses { viewer { member { id registrations { id email name } } } }
`);

/** The account's addresses. Conferences are found by the verified ones, and certificates go to all of them. */
export function EmailAddresses() {
  const { viewer } = useStore(viewerStore);
  const [added, setAdded] = useState("");
  const add = useAction(async (email: string) => {
    await request(AddEmailAddress, { email });
    setAdded(email);
    await loadViewer();
  });
  const [verified, setVerified] = useState(false);
  const verify = useAction(async (token: string) => {
    await request(VerifyEmailAddress, { token });
    setAdded("");
    setVerified(true);
    await loadViewer();
  });
  const addresses = viewer?.emailAddresses ?? [];
  const waiting = addresses.filter((email) => !email.verifiedAt).map((email) => email.address);
  const waitsFor = added && !waiting.includes(added) ? [...waiting, added] : waiting;
  return (
    <section class="card" aria-labelledby="addresses">
      <h2 id="addresses">{t("addresses.title")}</h2>
      <p>{t("addresses.meaning")}</p>
      <ul class="rows">
        {addresses.map((email) => (
          <AddressRow key={email.id} email={email} onAsked={setAdded} />
        ))}
      </ul>
      {verified && waitsFor.length === 0 ? (
        <Notice kind="done" live>
          {t("addresses.verified")}
        </Notice>
      ) : null}
      {waitsFor.length > 0 ? (
        <Form
          onSubmit={async (values, form) => {
            if (await verify.run(values.code ?? "")) form.reset();
          }}
          busy={verify.busy}
          problem={verify.problem}
          submit={t("addresses.verify")}
          submitting={t("form.checking")}
        >
          <CodeField hint={t("addresses.codeSent", { addresses: waitsFor.join(", ") })} />
        </Form>
      ) : null}
      <Form
        onSubmit={async (values, form) => {
          setVerified(false);
          if (await add.run(values.email ?? "")) form.reset();
        }}
        busy={add.busy}
        problem={add.problem}
        submit={t("addresses.add")}
        submitting={t("addresses.adding")}
        kind="secondary"
      >
        <Field
          label={t("addresses.another")}
          name="email"
          type="email"
          required
          autocomplete="email"
          hint={t("addresses.anotherHint")}
        />
      </Form>
    </section>
  );
}

interface AddressRowProps {
  email: Viewer["emailAddresses"][number];
  /** Told when a code is on its way to it. */
  onAsked(address: string): void;
}

function AddressRow({ email, onAsked }: AddressRowProps) {
  const { id } = email;
  const bounced = email.suppressedFor === "BOUNCED";
  // By a code an address is shown to be theirs, and to work again.
  const mayAsk = !email.verifiedAt || bounced;
  const [sent, setSent] = useState(false);
  const [registered, setRegistered] = useState<string[]>([]);
  const change = useAction(async (work: () => Promise<unknown>) => {
    await work();
    await loadViewer();
  });
  // What an address carries is said before it goes.
  const remove = async () => {
    const { viewer } = await request(Registered, {});
    const names = viewer?.member?.registrations.filter((each) => each.email === email.address).map(({ name }) => name);
    if (names && names.length > registered.length) setRegistered(names);
    else await request(RemoveEmailAddress, { id });
  };
  return (
    <li>
      <div>
        {email.address} {email.isPrimary ? <span class="badge badge-done">{t("addresses.primary")}</span> : null}
        {email.verifiedAt ? null : <span class="badge badge-gold">{t("addresses.notVerified")}</span>}
        {email.suppressedFor && email.suppressedSince ? (
          <Notice kind="problem">
            {t(email.suppressedFor === "BOUNCED" ? "addresses.bounced" : "addresses.complained", {
              day: longDay(email.suppressedSince.slice(0, 10)),
            })}
          </Notice>
        ) : null}
        {change.problem ? <Notice kind="problem">{change.problem}</Notice> : null}
        {registered.length > 0 ? (
          <Notice kind="problem" live>
            {t("addresses.carries", { conferences: registered.join(", ") })}
          </Notice>
        ) : null}
      </div>
      {email.isPrimary && !mayAsk ? null : (
        <div class="row-actions">
          {email.verifiedAt && !email.isPrimary ? (
            <button
              type="button"
              class="quiet"
              aria-disabled={change.busy}
              onClick={() => void change.run(() => request(MakePrimary, { id }))}
            >
              {t("addresses.makePrimary", { address: email.address, hidden })}
            </button>
          ) : null}
          {mayAsk ? (
            <button
              type="button"
              class="quiet"
              aria-disabled={change.busy || sent}
              onClick={async () => {
                if (sent) return;
                const asked = await change.run(() => request(AddEmailAddress, { email: email.address }));
                setSent(asked);
                if (asked) onAsked(email.address);
              }}
            >
              {t(sent ? "addresses.codeOnItsWay" : bounced ? "addresses.tryAgain" : "addresses.sendCode", {
                address: email.address,
                hidden,
              })}
            </button>
          ) : null}
          {email.isPrimary ? null : (
            <button type="button" class="quiet" aria-disabled={change.busy} onClick={() => void change.run(remove)}>
              {t(registered.length > 0 ? "addresses.removeAnyway" : "addresses.remove", {
                address: email.address,
                hidden,
              })}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
