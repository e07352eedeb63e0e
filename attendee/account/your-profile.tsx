import { useState } from "preact/hooks";
import { graphql } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { Field, Form } from "../ui/form.tsx";
import { Notice } from "../ui/page.tsx";

const ProfileQuery = graphql(`
  query OwnProfile {
    viewer { member { id phone role city county state zip } }
  }
`);

const UpdateProfile = graphql(`
  mutation UpdateOwnProfile($input: ProfileInput!) { updateMyProfile(input: $input) { id } }
`);

/** What of it can be changed, with the longest that it may be and what browsers fill in. */
const fields = [
  { name: "role", maxLength: 100, autocomplete: "organization-title" },
  { name: "phone", maxLength: 50, autocomplete: "tel" },
  { name: "city", maxLength: 100, autocomplete: "address-level2" },
  { name: "county", maxLength: 100, autocomplete: "off" },
  { name: "state", maxLength: 100, autocomplete: "address-level1" },
  { name: "zip", maxLength: 20, autocomplete: "postal-code" },
] as const;

/** How and where the member can be reached, and what they do: theirs to change, at once. */
export function YourProfile() {
  const { data, error, reload } = useQuery(ProfileQuery, {});
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const member = data?.viewer?.member;
  const save = useAction(async (values: Record<string, string>) => {
    const changed = Object.fromEntries(
      fields.flatMap(({ name }) => {
        const value = values[name]?.trim() ?? "";
        return value === (member?.[name] ?? "") ? [] : [[name, value]];
      }),
    );
    if (Object.keys(changed).length > 0) await request(UpdateProfile, { input: changed });
    await reload();
    setOpen(false);
    setDone(true);
  });
  if (error) return <Notice kind="problem">{messageOf(error)}</Notice>;
  if (!member) return null;
  const known = fields.filter(({ name }) => member[name]);
  return (
    <section class="card" aria-labelledby="profile">
      <h2 id="profile">{t("profile.title")}</h2>
      {done && !open ? (
        <Notice kind="done" live>
          {t("profile.kept")}
        </Notice>
      ) : null}
      {open ? (
        <Form
          onSubmit={(values) => void save.run(values)}
          busy={save.busy}
          problem={save.problem}
          submit={t("profile.save")}
          submitting={t("profile.saving")}
          kind="secondary"
        >
          <p>{t("profile.meaning")}</p>
          {fields.map(({ name, maxLength, autocomplete }) => (
            <Field
              key={name}
              label={t(`profile.${name}`)}
              name={name}
              defaultValue={member[name] ?? ""}
              maxLength={maxLength}
              autocomplete={autocomplete}
            />
          ))}
        </Form>
      ) : (
        <>
          {known.length > 0 ? (
            <dl class="facts">
              {known.map(({ name }) => (
                <div key={name}>
                  <dt>{t(`profile.${name}`)}</dt>
                  <dd dir="auto">{member[name]}</dd>
                </div>
              ))}
            </dl>
          ) : (
            <p>{t("profile.none")}</p>
          )}
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setDone(false);
              setOpen(true);
            }}
          >
            {t("profile.change")}
          </button>
        </>
      )}
    </section>
  );
}
