import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatDays } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import type { ApplicationValues } from "./application-values.ts";
import { typesQuery } from "./program.data.ts";

/** The application once more, before it is handed in. */
export const ApplicationSummary = ({ values }: { values: ApplicationValues }) => {
  const { data } = useAsk(typesQuery, {});
  const missing = t("programs.missing");
  return (
    <Facts
      facts={[
        [t("column.programName"), values.name || missing],
        [t("programs.type"), data?.programTypes.find((type) => type.id === values.typeId)?.name],
        [t("programs.description"), values.description || missing],
        [t("programs.objectives"), values.objectives?.filter((o) => o.trim()).join("\n") || missing],
        [t("programs.minutes"), values.minutes || missing],
        [t("programs.requestedCredits"), values.requestedCredits || missing],
        [
          t("column.speakers"),
          values.speakers?.map((s) => [s?.name, s?.credentials].filter(Boolean).join(", ")).join("\n") || missing,
        ],
        [
          t("programs.offerings"),
          values.offerings
            ?.map((o) => [formatDays(o.startsOn, o.endsOn), o.place, o.url].filter(Boolean).join(", "))
            .join("\n") || missing,
        ],
        [t("programs.contact"), [values.contactName, values.contactEmail].filter(Boolean).join(", ") || missing],
        [t("programs.onCalendar"), t(values.listOnCalendar ? "word.yes" : "word.no")],
        [t("field.publicUrl"), values.publicUrl],
        [t("programs.blast"), t(values.requestEmailBlast ? "programs.askedFor" : "programs.notAskedFor")],
      ]}
    />
  );
};
