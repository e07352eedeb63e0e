import { t } from "../i18n/t.ts";
import { Divider, PageHeading } from "../ui/page.tsx";
import { Passkeys } from "./passkeys.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SignOutButton } from "./sign-out-button.tsx";

/** Stands in place of every page for staff who may do nothing until they have set up a second factor. */
export function SetUpPage() {
  return (
    <div class="narrow">
      <PageHeading title={t("setUp.title")}>{t("setUp.title")}</PageHeading>
      <Divider />
      <p class="lede">{t("setUp.meaning")}</p>
      <SecondFactor />
      <Passkeys />
      <SignOutButton />
    </div>
  );
}
