import ProviderIcon from "@mui/icons-material/Business";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export const providers = {
  name: "providers",
  list: lazy(async () => ({ default: (await import("./provider-list.tsx")).ProviderList })),
  show: lazy(async () => ({ default: (await import("./provider-show.tsx")).ProviderShow })),
  icon: ProviderIcon,
  options: { label: "providers.title" },
} satisfies ResourceProps;
