import DownloadIcon from "@mui/icons-material/Download";
import { Button } from "@mui/material";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { useServerFile } from "../ui/use-server-file.ts";
import { programCertificatesQuery } from "./certificate.data.ts";

/** Downloads the certificates of a program that hold, all in one ZIP. Nothing where there are none. */
export const ProgramCertificates = ({ programId, programNumber }: { programId: string; programNumber: string }) => {
  const serverFile = useServerFile();
  const { data } = useAsk(programCertificatesQuery, { programNumber });
  const count = data?.certificates.totalCount ?? 0;
  if (count === 0) return null;
  return (
    <Button
      variant="outlined"
      startIcon={<DownloadIcon />}
      {...serverFile(`/certificates/programs/${programId}.zip`, true)}
      download
      sx={{ mt: 1.5 }}
    >
      {t("certificates.download", {
        count: count,
      })}
    </Button>
  );
};
