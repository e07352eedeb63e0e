import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { formatDays } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import type { ApplicationValues } from "./application-values.ts";
import { typesQuery } from "./program.data.ts";

/** The application once more, before it is handed in. */
export const ApplicationSummary = ({ values }: { values: ApplicationValues }) => {
  const t = useTranslate();
  const { data } = useAsk(typesQuery, {});
  const missing = t("missing");
  return (
    <Facts
      facts={[
        ["Program name", values.name || missing],
        ["Program type", data?.programTypes.find((type) => type.id === values.typeId)?.name],
        ["Description", values.description || missing],
        ["Learning objectives", values.objectives?.filter((o) => o.trim()).join("\n") || missing],
        ["Minutes of instruction", values.minutes || missing],
        ["Credits asked for", values.requestedCredits || missing],
        [
          "Speakers",
          values.speakers?.map((s) => [s?.name, s?.credentials].filter(Boolean).join(", ")).join("\n") || missing,
        ],
        [
          "Dates and places",
          values.offerings
            ?.map((o) => [formatDays(o.startsOn, o.endsOn), o.place, o.url].filter(Boolean).join(", "))
            .join("\n") || missing,
        ],
        ["Contact", [values.contactName, values.contactEmail].filter(Boolean).join(", ") || missing],
        ["On the CEC calendar", t(values.listOnCalendar ? "yes" : "no")],
        ['"Save the date" e-mail', t(values.requestEmailBlast ? "asked for" : "not asked for")],
      ]}
    />
  );
};
