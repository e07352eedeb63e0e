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

/** What attendees get of what need not come; the others are for providers and staff. */
const kinds = ["ANNOUNCEMENT", "RENEWAL_DUE"] as const;

/** Which mails come that need not. */
export function YourMails() {
  const { data, error, reload } = useQuery(ChoicesQuery, {});
  const set = useAction(async (kind: (typeof kinds)[number], wanted: boolean) => {
    await request(SetWanted, { kind, wanted });
    await reload();
  });
  if (error) return <Notice kind="problem">{messageOf(error)}</Notice>;
  const choices = data?.viewer?.mailChoices;
  if (!choices) return null;
  return (
    <section class="card" aria-labelledby="mails">
      <h2 id="mails">{t("mails.title")}</h2>
      {kinds.map((kind) => (
        <div key={kind}>
          <label class="toggle">
            <input
              type="checkbox"
              checked={choices.find((choice) => choice.kind === kind)?.wanted ?? true}
              disabled={set.busy}
              aria-describedby={`mails-${kind}`}
              onChange={(event) => void set.run(kind, event.currentTarget.checked)}
            />
            {t(`mails.${kind}`)}
          </label>
          <p id={`mails-${kind}`}>{t(`mails.meaning.${kind}`)}</p>
        </div>
      ))}
      <p>{t("mails.missingLink", { link: (text) => <Link to="/account/mails">{text}</Link> })}</p>
      {set.problem ? <Notice kind="problem">{set.problem}</Notice> : null}
    </section>
  );
}
