import { useState } from "preact/hooks";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { requestWithFile } from "../api/request-with-file.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { longDay } from "../ui/dates.ts";
import { Field, Form } from "../ui/form.tsx";
import { kindAward } from "../ui/kind-award.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";

const ElsewhereQuery = graphql(`
  query Elsewhere {
    outsideCredits {
      id version title issuer number format startsOn completedOn credits creditUnit status decision proofUrl availableActions
      kinds { name unit credits isPart }
    }
    creditKinds { code name unit isDefault }
  }
`);

const EnterCredit = graphql(`
  mutation EnterElsewhere($input: OutsideCreditInput!, $file: Upload!) { enterOutsideCredit(input: $input, file: $file) { id } }
`);

const ChangeCredit = graphql(`
  mutation ChangeElsewhere($id: ID!, $version: Int!, $input: OutsideCreditInput!, $file: Upload) {
    changeOutsideCredit(id: $id, version: $version, input: $input, file: $file) { id }
  }
`);

const WithdrawCredit = graphql(`
  mutation WithdrawElsewhere($id: ID!, $version: Int!) { withdrawOutsideCredit(id: $id, version: $version) { id } }
`);

type Elsewhere = ResultOf<typeof ElsewhereQuery>;
type Credit = Elsewhere["outsideCredits"][number];

/** What a member earned elsewhere: entered with proof, changed until staff have decided, and what they decided. */
export function ElsewherePage() {
  const { data, error, reload } = useQuery(ElsewhereQuery, {});
  const [open, setOpen] = useState<string | null>(null);
  const [entered, setEntered] = useState(false);
  const withdraw = useAction(async ({ id, version }: Credit) => {
    await request(WithdrawCredit, { id, version });
    await reload();
  });
  const saved = async () => {
    await reload();
    setEntered(true);
    setOpen(null);
  };
  const credits = data?.outsideCredits.filter(({ status }) => status !== "WITHDRAWN") ?? [];
  return (
    <>
      <PageHeading title={t("elsewhere.title")}>{t("elsewhere.title")}</PageHeading>
      <Divider />
      <p class="lede">{t("elsewhere.meaning")}</p>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {withdraw.problem ? <Notice kind="problem">{withdraw.problem}</Notice> : null}
      {entered ? (
        <Notice kind="done" live>
          {t("elsewhere.entered")}
        </Notice>
      ) : null}
      {!data && !error ? <Skeleton rows={3} /> : null}
      {data && credits.length === 0 && open === null ? <p class="empty">{t("elsewhere.none")}</p> : null}
      {credits.length > 0 ? (
        <ul class="lines" aria-label={t("elsewhere.title")}>
          {credits.map((credit) => (
            <li key={credit.id}>
              <span dir="auto">{credit.title}</span>
              <span class="meta">
                {[
                  credit.issuer,
                  credit.startsOn
                    ? `${longDay(credit.startsOn)} – ${longDay(credit.completedOn)}`
                    : longDay(credit.completedOn),
                  credit.number ?? "",
                  ...credit.kinds.map(kindAward),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
              <span class="meta">
                <strong>{t(`elsewhere.status.${credit.status}`)}</strong>
                {credit.decision ? ` · ${credit.decision}` : null}
                {credit.proofUrl ? (
                  <>
                    {" · "}
                    <a href={credit.proofUrl}>{t("elsewhere.proof")}</a>
                  </>
                ) : null}
              </span>
              <span class="line-credits">
                {credit.credits} <span class="line-unit">{credit.creditUnit}</span>
              </span>
              {credit.availableActions.length > 0 ? (
                <span class="row-actions">
                  <button
                    type="button"
                    class="quiet"
                    aria-label={`${t("licences.change")}: ${credit.title}`}
                    onClick={() => {
                      setEntered(false);
                      setOpen(credit.id);
                    }}
                  >
                    {t("licences.change")}
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    aria-disabled={withdraw.busy}
                    aria-label={`${t("elsewhere.withdraw")}: ${credit.title}`}
                    onClick={() => void withdraw.run(credit)}
                  >
                    {t("elsewhere.withdraw")}
                  </button>
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {data && open !== null ? (
        <CreditForm
          key={open}
          credit={credits.find(({ id }) => id === open)}
          kinds={data.creditKinds}
          onSaved={saved}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {data && open === null ? (
        <div class="actions">
          <button
            type="button"
            class="primary"
            onClick={() => {
              setEntered(false);
              setOpen("");
            }}
          >
            {t("elsewhere.add")}
          </button>
        </div>
      ) : null}
      <p>
        <Link to="/transcript">{t("certificate.seeTranscript")}</Link>
      </p>
    </>
  );
}

/** As the API writes amounts: with two places. What is no amount is left for it to refuse. */
const amount = (text = ""): string =>
  /^\d+([.,]\d{1,2})?$/.test(text) ? Number(text.replace(",", ".")).toFixed(2) : text;

function CreditForm({
  credit,
  kinds,
  onSaved,
  onClose,
}: {
  credit: Credit | undefined;
  kinds: Elsewhere["creditKinds"];
  onSaved(): Promise<void>;
  onClose(): void;
}) {
  const further = kinds.filter(({ isDefault }) => !isDefault);
  const ofKind = (name: string) => credit?.kinds.find((kind) => kind.name === name)?.credits ?? "";
  const save = useAction(async (given: Record<string, string>, proof: File | undefined) => {
    const { title = "", issuer = "", completedOn = "", creditUnit = "" } = given;
    const input = {
      title,
      issuer,
      number: given.number || null,
      format: (given.format || null) as Credit["format"],
      startsOn: given.startsOn || null,
      completedOn,
      credits: amount(given.credits),
      creditUnit,
      kinds: further
        .filter(({ code }) => given[`kind-${code}`])
        .map(({ code }) => ({ kind: code, credits: amount(given[`kind-${code}`]) })),
    };
    if (!credit) await requestWithFile(EnterCredit, { input }, proof!);
    else {
      const { id, version } = credit;
      if (proof) await requestWithFile(ChangeCredit, { id, version, input }, proof);
      else await request(ChangeCredit, { id, version, input, file: null });
    }
    await onSaved();
  });
  return (
    <section class="card" aria-labelledby="elsewhere-form">
      <h2 id="elsewhere-form">{t(credit ? "elsewhere.change" : "elsewhere.add")}</h2>
      <Form
        onSubmit={(values, form) =>
          void save.run(values, form.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0])
        }
        busy={save.busy}
        problem={save.problem}
        submit={t("licences.save")}
        submitting={t("licences.saving")}
      >
        <Field
          label={t("elsewhere.activity")}
          name="title"
          maxLength={300}
          defaultValue={credit?.title ?? ""}
          required
        />
        <Field
          label={t("elsewhere.issuer")}
          name="issuer"
          maxLength={200}
          defaultValue={credit?.issuer ?? ""}
          required
        />
        <div class="pair">
          <Field
            label={t("elsewhere.completed")}
            name="completedOn"
            type="date"
            defaultValue={credit?.completedOn ?? ""}
            required
          />
          <Field label={t("elsewhere.begins")} name="startsOn" type="date" defaultValue={credit?.startsOn ?? ""} />
        </div>
        <div class="pair">
          <Field
            label={t("elsewhere.credits")}
            name="credits"
            maxLength={9}
            defaultValue={credit?.credits ?? ""}
            required
          />
          <Field
            label={t("elsewhere.unit")}
            name="creditUnit"
            maxLength={20}
            defaultValue={credit?.creditUnit ?? kinds.find(({ isDefault }) => isDefault)?.unit ?? ""}
            required
          />
        </div>
        {further.map(({ code, name }) => (
          <Field
            key={code}
            label={t("elsewhere.ofKind", { kind: name })}
            name={`kind-${code}`}
            maxLength={9}
            defaultValue={ofKind(name)}
          />
        ))}
        <Field label={t("elsewhere.number")} name="number" maxLength={60} defaultValue={credit?.number ?? ""} />
        <div class="field">
          <label for="elsewhere-format">
            {t("elsewhere.format")}
            <span class="optional"> {t("form.optional")}</span>
          </label>
          <select id="elsewhere-format" name="format">
            <option value="">{t("elsewhere.formatNone")}</option>
            {(["IN_PERSON", "VIRTUAL", "HYBRID"] as const).map((format) => (
              <option key={format} value={format} selected={credit?.format === format}>
                {t(`elsewhere.format.${format}`)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="elsewhere-proof">{t(credit ? "elsewhere.otherProof" : "elsewhere.sendProof")}</label>
          <input
            id="elsewhere-proof"
            type="file"
            accept="application/pdf,image/png,image/jpeg"
            required={!credit}
            aria-describedby="elsewhere-proof-hint"
          />
          <p class="hint" id="elsewhere-proof-hint">
            {t("elsewhere.proofHint")}
          </p>
        </div>
      </Form>
      <button type="button" class="quiet" onClick={onClose}>
        {t("elsewhere.close")}
      </button>
    </section>
  );
}
