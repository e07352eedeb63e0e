import { graphql } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { Notice } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";

const ChoicesQuery = graphql(`
  query MailChoices { viewer { mailChoices { kind wanted } } }
`);

const SetWanted = graphql(`
  mutation SetMailWanted($kind: MailKind!, $wanted: Boolean!) { setMailWanted(kind: $kind, wanted: $wanted) { kind } }
`);

/** Which mails come that need not. */
export function YourMails() {
  const { data, error, reload } = useQuery(ChoicesQuery, {});
  const set = useAction(async (wanted: boolean) => {
    await request(SetWanted, { kind: "ANNOUNCEMENT", wanted });
    await reload();
  });
  if (error) return <Notice kind="problem">{messageOf(error)}</Notice>;
  const choice = data?.viewer?.mailChoices.find(({ kind }) => kind === "ANNOUNCEMENT");
  if (!choice) return null;
  return (
    <section class="card" aria-labelledby="mails">
      <h2 id="mails">{t("mails.title")}</h2>
      <label class="toggle">
        <input
          type="checkbox"
          checked={choice.wanted}
          disabled={set.busy}
          aria-describedby="announcements-meaning"
          onChange={(event) => void set.run(event.currentTarget.checked)}
        />
        {t("mails.announcements")}
      </label>
      <p id="announcements-meaning">{t("mails.announcementsMeaning")}</p>
      <p>{t("mails.missingLink", { link: (text) => <Link to="/account/mails">{text}</Link> })}</p>
      {set.problem ? <Notice kind="problem">{set.problem}</Notice> : null}
    </section>
  );
}
