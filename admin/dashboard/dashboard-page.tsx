import { lazy } from "react";
import { useSignedIn } from "../data/use-signed-in.ts";

const StaffDashboard = lazy(async () => ({ default: (await import("./staff-dashboard.tsx")).StaffDashboard }));
const ProviderDashboard = lazy(async () => ({ default: (await import("./provider-dashboard.tsx")).ProviderDashboard }));

/** The first page: for staff how things stand, for providers what is due next. */
export const DashboardPage = () => {
  const signedIn = useSignedIn();
  if (!signedIn) return null;
  return signedIn.viewer.isStaff ? (
    <StaffDashboard />
  ) : (
    <ProviderDashboard name={signedIn.viewer.providers[0]?.name ?? ""} />
  );
};
