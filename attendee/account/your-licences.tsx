import { useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { longDay } from "../ui/dates.ts";
import { Field, Form } from "../ui/form.tsx";
import { Notice } from "../ui/page.tsx";

const LicencesQuery = graphql(`
  query OwnLicences {
    viewer {
      member { id licences { id number jurisdiction profession expiresOn verifiedAt kind { id name asksJurisdiction asksProfession asksExpiry } } }
    }
    licenceKinds { id name active asksJurisdiction asksProfession asksExpiry }
  }
`);

const SaveLicence = graphql(`
  mutation SaveOwnLicence($id: ID, $input: LicenceInput!) { saveLicence(id: $id, input: $input) { id } }
`);

const RemoveLicence = graphql(`
  mutation RemoveOwnLicence($id: ID!) { removeLicence(id: $id) { id } }
`);

/** Numbers that registries and boards gave the person: theirs to add, change and take away; staff verify them. */
export function YourLicences() {
  const { data, error, reload } = useQuery(LicencesQuery, {});
  const [kindId, setKindId] = useState<string | null>(null);
  const [licenceId, setLicenceId] = useState<string | null>(null);
  const close = () => {
    setKindId(null);
    setLicenceId(null);
  };
  const save = useAction(async ({ number = "", jurisdiction, profession, expiresOn }: Record<string, string>) => {
    await request(SaveLicence, {
      id: licenceId,
      input: {
        kindId: kindId ?? "",
        number,
        jurisdiction: jurisdiction || null,
        profession: profession || null,
        expiresOn: expiresOn || null,
      },
    });
    await reload();
    close();
  });
  const remove = useAction(async (id: string) => {
    await request(RemoveLicence, { id });
    await reload();
  });
  if (error) return <Notice kind="problem">{messageOf(error)}</Notice>;
  const licences = data?.viewer?.member?.licences ?? [];
  const kinds = (data?.licenceKinds ?? []).filter(({ active }) => active);
  if (licences.length === 0 && kinds.length === 0) return null;
  const changed = licences.find(({ id }) => id === licenceId);
  const kind = changed?.kind ?? kinds.find(({ id }) => id === kindId);
  return (
    <section class="card" aria-labelledby="licences">
      <h2 id="licences">{t("licences.title")}</h2>
      {remove.problem ? <Notice kind="problem">{remove.problem}</Notice> : null}
      <ul class="rows">
        {licences.map((licence) => (
          <li key={licence.id}>
            <div>
              <strong>
                {[licence.kind.name, licence.jurisdiction, licence.profession].filter(Boolean).join(", ")}
              </strong>{" "}
              <span dir="ltr">{licence.number}</span>
              <p class="meta">
                {t(licence.verifiedAt ? "licences.verified" : "licences.notVerified")}
                {licence.expiresOn ? `, ${t("licences.until", { day: longDay(licence.expiresOn) })}` : null}
              </p>
            </div>
            <div class="row-actions">
              <button
                type="button"
                class="quiet"
                aria-label={`${t("licences.change")}: ${licence.kind.name} ${licence.number}`}
                onClick={() => {
                  setLicenceId(licence.id);
                  setKindId(licence.kind.id);
                }}
              >
                {t("licences.change")}
              </button>
              <button
                type="button"
                class="quiet"
                aria-disabled={remove.busy}
                aria-label={`${t("licences.remove")}: ${licence.kind.name} ${licence.number}`}
                onClick={() => void remove.run(licence.id)}
              >
                {t("licences.remove")}
              </button>
            </div>
          </li>
        ))}
      </ul>
      {kind ? (
        <Form
          key={licenceId ?? kind.id}
          onSubmit={(values) => void save.run(values)}
          busy={save.busy}
          problem={save.problem}
          submit={t("licences.save")}
          submitting={t("licences.saving")}
          kind="secondary"
        >
          <p>{kind.name}</p>
          {changed?.verifiedAt ? <p class="hint">{t("licences.changeMeaning")}</p> : null}
          <Field
            label={t("licences.number")}
            name="number"
            maxLength={100}
            defaultValue={changed?.number ?? ""}
            required
          />
          {kind.asksJurisdiction ? (
            <Field
              label={t("licences.jurisdiction")}
              name="jurisdiction"
              maxLength={40}
              defaultValue={changed?.jurisdiction ?? ""}
              required
            />
          ) : null}
          {kind.asksProfession ? (
            <Field
              label={t("licences.profession")}
              name="profession"
              maxLength={100}
              defaultValue={changed?.profession ?? ""}
              required
            />
          ) : null}
          {kind.asksExpiry ? (
            <Field
              label={t("licences.expires")}
              name="expiresOn"
              type="date"
              defaultValue={changed?.expiresOn ?? ""}
              required
            />
          ) : null}
        </Form>
      ) : (
        kinds.map(({ id, name }) => (
          <button key={id} type="button" class="quiet" onClick={() => setKindId(id)}>
            {t("licences.add", { kind: name })}
          </button>
        ))
      )}
    </section>
  );
}
