import { graphql } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { hidden, Notice } from "../ui/page.tsx";

const AppsQuery = graphql(`
  query OwnApps { connectedApps { id name scopes since } }
`);

const DisconnectApp = graphql(`
  mutation DisconnectOwnApp($id: ID!) { disconnectApp(id: $id) }
`);

/** Partners' apps that the person lets act for them. */
export function YourApps() {
  const { data, error, reload } = useQuery(AppsQuery, {});
  const end = useAction(async (id: string) => {
    await request(DisconnectApp, { id });
    await reload();
  });
  if (error) return <Notice kind="problem">{messageOf(error)}</Notice>;
  const apps = data?.connectedApps ?? [];
  if (apps.length === 0) return null;
  return (
    <section class="card" aria-labelledby="apps">
      <h2 id="apps">{t("apps.title")}</h2>
      <p>{t("apps.meaning")}</p>
      {end.problem ? <Notice kind="problem">{end.problem}</Notice> : null}
      <ul class="rows">
        {apps.map(({ id, name, scopes, since }) => (
          <li key={id}>
            <div>
              <strong dir="auto">{name}</strong>
              <br />
              <small>
                {scopes.map((scope) => t(`apps.scope.${scope}`)).join(", ")}
                <br />
                {t("apps.since", { when: moment(since) })}
              </small>
            </div>
            <button type="button" class="quiet" aria-disabled={end.busy} onClick={() => void end.run(id)}>
              {t("apps.end", { name, hidden })}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
