import { lazy } from "react";

export const AccountPage = lazy(async () => ({ default: (await import("./account-page.tsx")).AccountPage }));
export const SetUpFirst = lazy(async () => ({ default: (await import("./set-up-first.tsx")).SetUpFirst }));
