import { useState } from "preact/hooks";
import { passkeysWork } from "../../clients/passkey-ceremony.ts";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { addPasskey, removePasskey } from "../api/passkeys.ts";
import { messageOf } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { loadViewer } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { Field, Form } from "../ui/form.tsx";
import { hidden, Notice, Skeleton } from "../ui/page.tsx";
import { RecoveryCodes } from "./second-factor.tsx";

const PasskeysQuery = graphql(`
  query Passkeys { viewer { passkeys { id name createdAt lastUsedAt } } }
`);

type Passkey = NonNullable<ResultOf<typeof PasskeysQuery>["viewer"]>["passkeys"][number];

/** Passkeys of the account: added and removed. */
export function Passkeys() {
  const { data, error, reload } = useQuery(PasskeysQuery, {});
  const [adding, setAdding] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const passkeys = data?.viewer?.passkeys;
  const done = () => {
    setCodes(null);
    setAdding(false);
    reload();
    // Staff may go on from here.
    void loadViewer();
  };
  const add = useAction(async (name: string) => {
    const made = await addPasskey(name);
    setAdding(false);
    if (made.length > 0) setCodes(made);
    else done();
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
              <PasskeyRow key={passkey.id} passkey={passkey} onRemoved={done} />
            ))}
          </ul>
          {adding ? (
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
            <button type="button" class="secondary wide" onClick={() => setAdding(true)}>
              {t("passkey.add")}
            </button>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

function PasskeyRow({ passkey, onRemoved }: { passkey: Passkey; onRemoved(): void }) {
  const { id, name, createdAt, lastUsedAt } = passkey;
  const remove = useAction(async () => {
    await removePasskey(id);
    onRemoved();
  });
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
      <button type="button" class="quiet" aria-disabled={remove.busy} onClick={() => void remove.run()}>
        {t("passkey.remove", { name, hidden })}
      </button>
    </li>
  );
}
