import { useStore } from "../api/store.ts";
import { settingsStore } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";

/** Whom to write to; nothing where the accreditor names nobody. */
export function Help() {
  const address = useStore(settingsStore)?.help;
  if (!address) return null;
  return <p class="aside">{t("help.ask", { address, link: (text) => <a href={`mailto:${address}`}>{text}</a> })}</p>;
}
