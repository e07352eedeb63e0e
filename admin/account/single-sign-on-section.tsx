import { Button, Chip, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { linkSingleSignOn, unlinkSingleSignOn } from "./account.data.ts";

/** Links the viewer's account to a person of the OpenID provider, or ends the link. */
export const SingleSignOnSection = ({ name, linked }: { name: string; linked: boolean }) => {
  const t = useTranslate();
  const [asking, setAsking] = useState(false);
  const link = useOperation(linkSingleSignOn, { quiet: true });
  const unlink = useOperation(unlinkSingleSignOn, { quiet: true, done: "The link is ended." });
  const { busy, refusal } = linked ? unlink : link;
  const run = async (password: string) => {
    if (!linked) {
      const address = await link.run(password);
      if (address) location.assign(address);
    } else if (await unlink.run(password)) setAsking(false);
  };
  return (
    <Section
      title="Single sign-on"
      actions={<Chip size="small" variant="outlined" label={t(linked ? "Linked" : "Not linked")} />}
    >
      <Typography sx={{ mb: 2 }}>
        {linked
          ? t("%{name} signs in to this account as well as your password does.", { name })
          : t("Link this account to let %{name} sign you in.", { name })}
      </Typography>
      <Button variant="outlined" color={linked ? "error" : "primary"} onClick={() => setAsking(true)}>
        {linked ? t("Unlink") : t("Link with %{name}", { name })}
      </Button>
      {asking && (
        <OperationDialog
          title={linked ? "End the link" : "Link this account"}
          fields={[{ name: "password", label: "Your password", type: "password", required: true }]}
          confirm={linked ? "Unlink" : "Go on"}
          danger={linked}
          busy={busy}
          refusal={refusal}
          onConfirm={({ password = "" }) => void run(password)}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
};
