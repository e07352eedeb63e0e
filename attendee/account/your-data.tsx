import { useEffect, useState } from "preact/hooks";
import { formatLocale } from "../../messages/translate.ts";
import { graphql } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { forgetAccount } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { Field, Form, PasswordField } from "../ui/form.tsx";
import { Notice } from "../ui/page.tsx";
import { navigate } from "../ui/router.tsx";
import { ensureProved } from "./confirm-identity.tsx";

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
    await reload();
  });
  const fetchCopy = useAction(async (address: string) => {
    if (await ensureProved()) location.assign(address);
  });
  const making = copy ? !copy.readyAt : false;
  useEffect(() => {
    if (!making) return;
    const timer = setInterval(() => void reload(), lookEvery);
    return () => clearInterval(timer);
  }, [making, reload]);
  return (
    <section class="card" aria-labelledby="copy">
      <h2 id="copy">{t("data.copy")}</h2>
      <p>{t("data.copyMeaning")}</p>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {ask.problem || fetchCopy.problem ? <Notice kind="problem">{ask.problem || fetchCopy.problem}</Notice> : null}
      <div aria-live="polite">
        {making ? <p>{t("data.making")}</p> : null}
        {copy?.readyAt ? (
          <p>
            {t("data.download", {
              size: size(copy.byteSize ?? "0"),
              until: moment(copy.expiresAt),
              link: (text) => (
                <a
                  href={`/my-data/${copy.id}.zip`}
                  onClick={(event) => {
                    event.preventDefault();
                    const { href } = event.currentTarget;
                    void fetchCopy.run(href);
                  }}
                >
                  {text}
                </a>
              ),
              meta: (text) => <span class="meta">{text}</span>,
            })}
          </p>
        ) : null}
      </div>
      <button
        type="button"
        class="secondary"
        aria-disabled={ask.busy || making}
        onClick={() => (making ? undefined : void ask.run())}
      >
        {t(copy?.readyAt ? "data.askAgain" : "data.ask")}
      </button>
    </section>
  );
}

/** "1.2 MB" */
const size = (bytes: string): string =>
  (Number(bytes) < 100_000 ? Math.ceil(Number(bytes) / 1_000) : Number(bytes) / 1_000_000).toLocaleString(
    formatLocale(),
    {
      style: "unit",
      unit: Number(bytes) < 100_000 ? "kilobyte" : "megabyte",
      maximumFractionDigits: 1,
    },
  );

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
      <h2 id="erase">{t("data.erase")}</h2>
      <p>{t("data.eraseMeaning")}</p>
      {open ? (
        <Form
          onSubmit={(values) => void erase.run(values.password ?? "", values.confirmation ?? "")}
          busy={erase.busy}
          problem={erase.problem}
          submit={t("data.eraseNow")}
          submitting={t("data.erasing")}
        >
          <PasswordField label={t("password.yours")} name="password" autocomplete="current-password" />
          <Field label={t("data.type")} name="confirmation" required autocomplete="off" />
        </Form>
      ) : (
        <button type="button" class="secondary" onClick={() => setOpen(true)}>
          {t("data.eraseOpen")}
        </button>
      )}
    </section>
  );
}
