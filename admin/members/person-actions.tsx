import { Button } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { endSignIns } from "../account/account.data.ts";
import { ResetSecondFactorDialog } from "../account/reset-second-factor-dialog.tsx";
import { useOperation } from "../data/use-operation.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import type { MemberPage } from "./member.data.ts";
import { MergeDialog } from "./merge-dialog.tsx";
import { eraseMember } from "./person.data.ts";
import type { PersonFacts } from "./person-facts.ts";

type PersonOfPage = PersonFacts & Pick<MemberPage, "account">;

/** What staff do to a whole person: merging two, signing one out, letting in one who lost the second factor, and erasing. */
export const PersonActions = ({ member }: { member: PersonOfPage }) => {
  const t = useTranslate();
  const [open, setOpen] = useState<"merge" | "reset" | "sign-out" | "erase" | null>(null);
  const erase = useOperation(eraseMember, { done: "The person is being erased.", quiet: true });
  const signOut = useOperation(endSignIns, { done: "Every sign-in is ended.", quiet: true });
  const close = () => {
    erase.forget();
    signOut.forget();
    setOpen(null);
  };
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setOpen("merge")}>
        {t("Merge with…")}
      </Button>
      {member.account?.secondFactorSince && (
        <Button size="small" variant="outlined" onClick={() => setOpen("reset")}>
          {t("Reset second factor…")}
        </Button>
      )}
      {member.account && (
        <Button size="small" variant="outlined" onClick={() => setOpen("sign-out")}>
          {t("Sign out everywhere…")}
        </Button>
      )}
      <Button size="small" variant="outlined" color="error" onClick={() => setOpen("erase")}>
        {t("Erase…")}
      </Button>
      {open === "merge" && <MergeDialog member={member} onClose={close} />}
      {open === "reset" && member.account && (
        <ResetSecondFactorDialog
          accountId={member.account.id}
          whose={`${member.firstName} ${member.lastName}`}
          onClose={close}
        />
      )}
      {open === "sign-out" && member.account && (
        <OperationDialog
          title="Sign this person out everywhere"
          explanation="Every device is signed out, and a mail says so. The password stays good, and so does a second factor."
          fields={[{ name: "reason", label: "Why", required: true, help: "Stands in the audit log." }]}
          confirm="Sign out"
          danger
          busy={signOut.busy}
          refusal={signOut.refusal}
          onConfirm={async ({ reason = "" }) => {
            if ((await signOut.run(member.account?.id ?? "", reason)) !== null) close();
          }}
          onClose={close}
        />
      )}
      {open === "erase" && (
        <OperationDialog
          title="Erase this person"
          explanation="Name, addresses, mails and what the audit log says of the person are erased for good. Credit stays under the member number, and certificates can be verified as they were issued, until retention ends."
          fields={[{ name: "reason", label: "Who asked for it, and when", required: true, multiline: true }]}
          confirm="Erase for good"
          danger
          busy={erase.busy}
          refusal={erase.refusal}
          onConfirm={async ({ reason = "" }) => {
            if (await erase.run(member.id, reason)) close();
          }}
          onClose={close}
        />
      )}
    </>
  );
};
