import { t } from "../i18n/t.ts";

/** "including 0.50 Ethics", or "and 1.25 CNE": what was earned of a kind besides, or within, the credits beside it. */
export const kindAward = ({ unit, credits, isPart }: { unit: string; credits: string; isPart: boolean }): string =>
  isPart ? t("kind.within", { credits, unit }) : t("kind.besides", { credits, unit });
