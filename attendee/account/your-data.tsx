import { useEffect, useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { forgetAccount } from "../api/viewer.ts";
import { moment } from "../ui/dates.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Notice } from "../ui/page.tsx";
import { navigate } from "../ui/router.tsx";

const DataExportQuery = graphql(`
  query DataExport {
    viewer { dataExport { id requestedAt readyAt expiresAt byteSize } }
  }
`);

const ExportMyData = graphql(`
  mutation ExportMyData { exportMyData { id } }
`);

const EraseMyData = graphql(`
  mutation EraseMyData($password: String!, $confirmation: String!) {
    eraseMyData(password: $password, confirmation: $confirmation)
  }
`);

/** How often to look whether a copy is ready, in milliseconds: it takes seconds. */
const lookEvery = 2_000;

/** A copy of all that is kept of the account, made by the server while one waits or goes elsewhere. */
export function DataCopy() {
  const { data, error, reload } = useQuery(DataExportQuery, {});
  const copy = data?.viewer?.dataExport;
  const ask = useAction(async () => {
    await request(ExportMyData, {});
    reload();
  });
  const making = copy ? !copy.readyAt : false;
  useEffect(() => {
    if (!making) return;
    const timer = setInterval(reload, lookEvery);
    return () => clearInterval(timer);
  }, [making, reload]);
  return (
    <section class="card" aria-labelledby="copy">
      <h2 id="copy">A copy of your data</h2>
      <p>Everything that is kept of you, as a ZIP of JSON and PDF files. We keep it for seven days, for you alone.</p>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {ask.problem ? <Notice kind="problem">{ask.problem}</Notice> : null}
      <div aria-live="polite">
        {making ? <p>Your copy is being made. It will be here in a moment.</p> : null}
        {copy?.readyAt ? (
          <p>
            <a href={`/my-data/${copy.id}.zip`}>Download your data ({size(copy.byteSize ?? "0")})</a>
            <span class="meta"> until {moment(copy.expiresAt)}</span>
          </p>
        ) : null}
      </div>
      <button
        type="button"
        class="secondary"
        aria-disabled={ask.busy || making}
        onClick={() => (making ? undefined : void ask.run())}
      >
        {copy?.readyAt ? "Ask for a new copy" : "Ask for a copy"}
      </button>
    </section>
  );
}

/** "1.2 MB" */
const size = (bytes: string): string =>
  Number(bytes) < 100_000 ? `${Math.ceil(Number(bytes) / 1_000)} kB` : `${(Number(bytes) / 1_000_000).toFixed(1)} MB`;

/** Erasing oneself: what happens is said before, and the word has to be typed. */
export function Erasure() {
  const [open, setOpen] = useState(false);
  const erase = useAction(async (password: string, confirmation: string) => {
    await request(EraseMyData, { password, confirmation });
    navigate("/");
    forgetAccount();
  });
  return (
    <section class="card" aria-labelledby="erase">
      <h2 id="erase">Erase your data</h2>
      <p>
        You are signed out everywhere, and your name, addresses and mails are erased. Certificates that you earned can
        still be verified by their codes, with your name, until the years for which records are kept are over. This
        cannot be undone.
      </p>
      {open ? (
        <Form
          onSubmit={(values) => void erase.run(values.password ?? "", values.confirmation ?? "")}
          busy={erase.busy}
          problem={erase.problem}
          submit="Erase my data for good"
          submitting="Erasing…"
        >
          <PasswordField label="Your password" name="password" autocomplete="current-password" />
          <Field label="Type ERASE to confirm" name="confirmation" required autocomplete="off" />
        </Form>
      ) : (
        <button type="button" class="secondary" onClick={() => setOpen(true)}>
          Erase my data…
        </button>
      )}
    </section>
  );
}
