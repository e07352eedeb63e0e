import type { ReactNode } from "react";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatDays } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import type { ApplicationValues } from "./application-values.ts";
import { type ProgramInput, typesQuery } from "./program.data.ts";

/** The application once more, before it is handed in. */
export const ApplicationSummary = ({ values }: { values: ApplicationValues }) => {
  const { data } = useAsk(typesQuery, {});
  const missing = t("programs.missing");
  /** Each field of the application, or null where another field's line has it, or a step of its own. */
  const facts: Record<keyof ProgramInput, [label: string, value: ReactNode] | null> = {
    providerId: null,
    name: [t("column.programName"), values.name || missing],
    typeId: [t("programs.type"), data?.programTypes.find((type) => type.id === values.typeId)?.name],
    description: [t("programs.description"), values.description || missing],
    objectives: [t("programs.objectives"), values.objectives?.filter((o) => o.trim()).join("\n") || missing],
    minutes: [t("programs.minutes"), values.minutes || missing],
    requestedCredits: [t("programs.requestedCredits"), values.requestedCredits || missing],
    speakers: [
      t("column.speakers"),
      values.speakers?.map((s) => [s?.name, s?.credentials].filter(Boolean).join(", ")).join("\n") || missing,
    ],
    offerings: [
      t("programs.offerings"),
      values.offerings
        ?.map((o) => [formatDays(o.startsOn, o.endsOn), o.place, o.url].filter(Boolean).join(", "))
        .join("\n") || missing,
    ],
    contactName: [
      t("programs.contact"),
      [values.contactName, values.contactEmail].filter(Boolean).join(", ") || missing,
    ],
    contactEmail: null,
    listOnCalendar: [t("programs.onCalendar"), t(values.listOnCalendar ? "word.yes" : "word.no")],
    publicUrl: [t("field.publicUrl"), values.publicUrl],
    requestEmailBlast: [
      t("programs.blast"),
      t(values.requestEmailBlast ? "programs.askedFor" : "programs.notAskedFor"),
    ],
  };
  return <Facts facts={Object.values(facts).filter((fact) => fact !== null)} />;
};
