import { useStore } from "../api/store.ts";
import { settingsStore, type Viewer } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { Help } from "../ui/help.tsx";
import { Link } from "../ui/router.tsx";

/** Why a conference may not be in the list, and what to try. Source: seeds/004, "Select A Conference" and "Troubleshooting". */
export function NoConferences({ viewer }: { viewer: Viewer | null }) {
  const settings = useStore(settingsStore);
  const verified = viewer?.emailAddresses.filter((email) => email.verifiedAt) ?? [];
  const unverified = viewer?.emailAddresses.filter((email) => !email.verifiedAt) ?? [];
  if (viewer && !viewer.member)
    return (
      <p>
        {t("missing.noCredit")}{" "}
        {viewer.isStaff || viewer.providers.length > 0
          ? t("missing.console", { link: (text) => <a href="/admin">{text}</a> })
          : null}
      </p>
    );
  return (
    <div class="help-text">
      <p>{t("missing.when")}</p>
      <ul>
        <li>{t("missing.registered")}</li>
        <li>{t("missing.ended")}</li>
        <li>{t("missing.eligible")}</li>
        {settings ? (
          <li>
            {t("missing.year", { year: settings.claimsFromYear })}{" "}
            {settings.olderClaimsUrl
              ? t("missing.older", {
                  address: settings.olderClaimsUrl,
                  link: (text) => <a href={settings.olderClaimsUrl}>{text}</a>,
                })
              : null}
          </li>
        ) : null}
      </ul>
      <p>{t("missing.searchedAs")}</p>
      <ul>
        {verified.map((email) => (
          <li key={email.id}>
            <strong>{email.address}</strong>
          </li>
        ))}
      </ul>
      <p>
        {t("missing.otherAddress", { link: (text) => <Link to="/account">{text}</Link> })}
        {unverified.length > 0 ? (
          <>
            {" "}
            {t("missing.unverified", {
              count: unverified.length,
              addresses: unverified.map((email) => email.address).join(", "),
              strong: (text) => <strong>{text}</strong>,
            })}
          </>
        ) : null}
      </p>
      <p>{t("missing.ask", { accreditor: settings?.accreditorName ?? t("missing.organizer") })}</p>
      <Help />
    </div>
  );
}
