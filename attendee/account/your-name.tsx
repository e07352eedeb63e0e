import { useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { Field, Form } from "../ui/form.tsx";
import { Notice } from "../ui/page.tsx";

const NameQuery = graphql(`
  query OwnName {
    viewer { member { id name firstName lastName suffix nameRequests { id name status createdAt decision availableActions } } }
  }
`);

const RequestName = graphql(`
  mutation RequestName($input: NameInput!, $note: String) { requestNameChange(input: $input, note: $note) { id } }
`);

const WithdrawName = graphql(`
  mutation WithdrawName($id: ID!) { withdrawNameChange(id: $id) { id } }
`);

/** The name that certificates show, and asking for another one: staff decide. */
export function YourName() {
  const { data, error, reload } = useQuery(NameQuery, {});
  const [open, setOpen] = useState(false);
  const ask = useAction(async ({ firstName = "", lastName = "", suffix = "", note = "" }: Record<string, string>) => {
    await request(RequestName, { input: { firstName, lastName, suffix }, note: note || null });
    await reload();
    setOpen(false);
  });
  const withdraw = useAction(async (id: string) => {
    await request(WithdrawName, { id });
    await reload();
  });
  const member = data?.viewer?.member;
  if (error) return <Notice kind="problem">{messageOf(error)}</Notice>;
  if (!member) return null;
  const [latest] = member.nameRequests;
  const waits = latest?.status === "REQUESTED";
  return (
    <section class="card" aria-labelledby="name">
      <h2 id="name">{t("name.title")}</h2>
      <p>
        <strong dir="auto">{member.name}</strong>
      </p>
      {latest && waits ? (
        <Notice kind="done">{t("name.waits", { name: latest.name, when: moment(latest.createdAt) })}</Notice>
      ) : null}
      {latest?.status === "REFUSED" ? (
        <Notice kind="problem">{t("name.refused", { name: latest.name, reason: latest.decision ?? "" })}</Notice>
      ) : null}
      {withdraw.problem ? <Notice kind="problem">{withdraw.problem}</Notice> : null}
      {latest?.availableActions.includes("WITHDRAW") ? (
        <button type="button" class="quiet" aria-disabled={withdraw.busy} onClick={() => void withdraw.run(latest.id)}>
          {t("name.withdraw")}
        </button>
      ) : null}
      {!waits && !open ? (
        <button type="button" class="quiet" onClick={() => setOpen(true)}>
          {t("name.ask")}
        </button>
      ) : null}
      {!waits && open ? (
        <Form
          onSubmit={(values) => void ask.run(values)}
          busy={ask.busy}
          problem={ask.problem}
          submit={t("name.send")}
          submitting={t("name.sending")}
          kind="secondary"
        >
          <p>{t("name.meaning")}</p>
          <Field label={t("register.firstName")} name="firstName" defaultValue={member.firstName} maxLength={100} />
          <Field label={t("register.lastName")} name="lastName" defaultValue={member.lastName} maxLength={100} />
          <Field label={t("register.suffix")} name="suffix" defaultValue={member.suffix ?? ""} maxLength={20} />
          <Field label={t("name.note")} name="note" maxLength={1000} />
        </Form>
      ) : null}
    </section>
  );
}
