import { lazy } from "react";
import { usePermissions } from "react-admin";
import type { Session } from "../data/viewer.ts";

const StaffDashboard = lazy(async () => ({ default: (await import("./staff-dashboard.tsx")).StaffDashboard }));
const ProviderDashboard = lazy(async () => ({ default: (await import("./provider-dashboard.tsx")).ProviderDashboard }));

/** The first page: for staff how things stand, for providers what is due next. */
export const DashboardPage = () => {
  const { permissions: session } = usePermissions<Session>();
  if (!session) return null;
  return session.viewer.isStaff ? (
    <StaffDashboard />
  ) : (
    <ProviderDashboard name={session.viewer.providers[0]?.name ?? ""} />
  );
};
