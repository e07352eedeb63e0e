import { useState } from "preact/hooks";
import { useStore } from "../api/store.ts";
import { useAction } from "../api/use-action.ts";
import { signOut } from "../api/viewer.ts";
import { choicesStore, countPending, sendChoices } from "../claim/choices.ts";
import { t } from "../i18n/t.ts";

import { Notice } from "../ui/page.tsx";
import { navigate } from "../ui/router.tsx";

/** Sends what is only on this device before it is forgotten; where that fails, asks first. */
export function SignOutButton() {
  const pending = countPending(useStore(choicesStore));
  const [warned, setWarned] = useState(false);
  const leave = useAction(async () => {
    await sendChoices();
    if (countPending(choicesStore.get()) > 0 && !warned) return setWarned(true);
    await signOut();
    navigate("/");
  });
  return (
    <>
      {warned && pending > 0 ? <Notice kind="problem">{t("signOut.unsent", { count: pending })}</Notice> : null}
      {leave.problem ? <Notice kind="problem">{leave.problem}</Notice> : null}
      <button type="button" class="secondary" aria-disabled={leave.busy} onClick={() => void leave.run()}>
        {t(leave.busy ? "signOut.signingOut" : warned && pending > 0 ? "signOut.anyway" : "signOut.title")}
      </button>
    </>
  );
}
