import { SelectInput } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { typeChoicesQuery } from "./program.data.ts";
import { minutesOf } from "./type-minutes.ts";

/** Which type of program it is, with the minutes that each takes. */
export const TypeInput = () => {
  const { data } = useAsk(typeChoicesQuery, {});
  return (
    <SelectInput
      source="typeId"
      label={t("programs.type")}
      choices={data?.programTypes ?? []}
      optionText={(type) =>
        type.minimumMinutes === null && type.maximumMinutes === null
          ? type.name
          : t("programs.typeMinutes", { type: type.name, minutes: minutesOf(type) })
      }
      translateChoice={false}
      isRequired
      fullWidth
    />
  );
};

/** The name of a type. */
export const TypeName = ({ id }: { id: string | undefined }) => {
  const { data } = useAsk(typeChoicesQuery, {});
  return data?.programTypes.find((type) => type.id === id)?.name;
};
