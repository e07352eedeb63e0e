import CertificateIcon from "@mui/icons-material/WorkspacePremium";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export const certificates = {
  name: "certificates",
  list: lazy(async () => ({ default: (await import("./certificate-list.tsx")).CertificateList })),
  show: lazy(async () => ({ default: (await import("./certificate-show.tsx")).CertificateShow })),
  icon: CertificateIcon,
} satisfies ResourceProps;
