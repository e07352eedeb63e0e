import { Divider, PageHeading } from "../ui/page.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SignOutButton } from "./sign-out-button.tsx";

/** Stands in place of every page for staff who may do nothing until they have set up a second factor. */
export function SetUpPage() {
  return (
    <div class="narrow">
      <PageHeading title="Set up your second factor">Set up your second factor</PageHeading>
      <Divider />
      <p class="lede">Staff sign in with an authenticator app as well. Set one up here, then go on.</p>
      <SecondFactor />
      <SignOutButton />
    </div>
  );
}
