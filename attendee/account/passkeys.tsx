import { useState } from "preact/hooks";
import { passkeysWork } from "../../clients/passkeys-work.ts";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { addPasskey, removePasskey, renamePasskey, renewRecoveryCodes } from "../api/passkeys.ts";
import { messageOf } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { loadViewer } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { hidden, Notice, Skeleton } from "../ui/page.tsx";
import { RecoveryCodes } from "./second-factor.tsx";

const PasskeysQuery = graphql(`
  query Passkeys {
    viewer { passkeys { id name createdAt lastUsedAt } recoveryCodesLeft secondFactor { confirmedAt } }
  }
`);

type Passkey = NonNullable<ResultOf<typeof PasskeysQuery>["viewer"]>["passkeys"][number];

/** Passkeys of the account: added, named and removed. */
export function Passkeys() {
  const { data, error, reload } = useQuery(PasskeysQuery, {});
  const [asking, setAsking] = useState<"name" | "password" | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const passkeys = data?.viewer?.passkeys;
  // Whoever has an app makes codes with it.
  const codesLeft = passkeys?.length && !data?.viewer?.secondFactor ? data?.viewer?.recoveryCodesLeft : undefined;
  const done = () => {
    setCodes(null);
    setAsking(null);
    void reload();
    // Staff may go on from here.
    void loadViewer();
  };
  const add = useAction(async (name: string) => {
    const made = await addPasskey(name);
    setAsking(null);
    if (made.length > 0) setCodes(made);
    else done();
  });
  const renew = useAction(async (password: string) => {
    const made = await renewRecoveryCodes(password);
    setAsking(null);
    setCodes(made);
  });
  return (
    <section class="card" aria-labelledby="passkeys">
      <h2 id="passkeys">{t("passkey.title")}</h2>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!passkeys && !error ? <Skeleton rows={1} /> : null}
      {codes ? <RecoveryCodes codes={codes} said={t("passkey.keepCodes")} onKept={done} /> : null}
      {passkeys && !codes ? (
        <>
          <p>{t(passkeysWork() ? "passkey.meaning" : "passkey.notHere")}</p>
          <ul class="rows">
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} onChanged={done} />
            ))}
          </ul>
          {asking === "name" ? (
            <Form
              onSubmit={(values) => add.run(values.name ?? "")}
              busy={add.busy}
              problem={add.problem}
              submit={t("passkey.addNow")}
              submitting={t("form.moment")}
            >
              <Field
                label={t("passkey.name")}
                name="name"
                required
                autofocus
                maxLength={100}
                hint={t("passkey.nameHelp")}
              />
            </Form>
          ) : passkeysWork() ? (
            <button type="button" class="secondary wide" onClick={() => setAsking("name")}>
              {t("passkey.add")}
            </button>
          ) : null}
          {codesLeft !== undefined ? <p>{t("passkey.codesLeft", { count: codesLeft })}</p> : null}
          {asking === "password" ? (
            <Form
              onSubmit={(values) => renew.run(values.password ?? "")}
              busy={renew.busy}
              problem={renew.problem}
              submit={t("passkey.newCodes")}
              submitting={t("form.moment")}
            >
              <PasswordField label={t("password.yours")} name="password" autocomplete="current-password" />
            </Form>
          ) : codesLeft !== undefined ? (
            <button type="button" class="secondary wide" onClick={() => setAsking("password")}>
              {t("passkey.newCodes")}
            </button>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

function PasskeyRow({ passkey, onChanged }: { passkey: Passkey; onChanged(): void }) {
  const { id, name, createdAt, lastUsedAt } = passkey;
  const [renaming, setRenaming] = useState(false);
  const rename = useAction(async (given: string) => {
    await renamePasskey(id, given);
    setRenaming(false);
    onChanged();
  });
  const remove = useAction(async () => {
    await removePasskey(id);
    onChanged();
  });
  if (renaming)
    return (
      <li>
        <Form
          onSubmit={(values) => rename.run(values.name ?? "")}
          busy={rename.busy}
          problem={rename.problem}
          submit={t("passkey.save")}
          submitting={t("form.moment")}
        >
          <Field label={t("passkey.name")} name="name" required autofocus maxLength={100} defaultValue={name} />
        </Form>
      </li>
    );
  return (
    <li>
      <div>
        <strong dir="auto">{name}</strong>
        <p class="meta">
          {lastUsedAt
            ? t("devices.lastUsed", { when: moment(lastUsedAt) })
            : t("passkey.addedOn", { when: moment(createdAt) })}
        </p>
        {remove.problem ? <Notice kind="problem">{remove.problem}</Notice> : null}
      </div>
      <button type="button" class="quiet" onClick={() => setRenaming(true)}>
        {t("passkey.rename", { name, hidden })}
      </button>
      <button type="button" class="quiet" aria-disabled={remove.busy} onClick={() => void remove.run()}>
        {t("passkey.remove", { name, hidden })}
      </button>
    </li>
  );
}
