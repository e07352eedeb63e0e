import { Link, Typography } from "@mui/material";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";

/** Whom to write to; nothing where the accreditor names nobody. */
export const HelpLine = ({ address }: { address: string | null | undefined }) =>
  address ? (
    <Typography color="text.secondary" sx={{ mt: 2, overflowWrap: "anywhere" }}>
      {t("help.ask", { address, link: (text) => <Link href={`mailto:${address}`}>{text}</Link> })}
    </Typography>
  ) : null;

/** The same for who is signed in. Staff are whom one would write to. */
export const Help = ({ about = "help" }: { about?: "help" | "reportingHelp" }) => {
  const signedIn = useSignedIn();
  return signedIn && !signedIn.viewer.isStaff ? <HelpLine address={signedIn.settings[about]} /> : null;
};
