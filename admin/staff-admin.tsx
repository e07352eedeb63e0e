import { CustomRoutes, Resource } from "react-admin";
import { Route } from "react-router-dom";
import { AccountPage } from "./account/index.ts";
import { attendance, attendanceUploads, EnterAttendance, UploadAttendance } from "./attendance/index.ts";
import { auditEntries } from "./audit/index.ts";
import { certificates } from "./certificates/index.ts";
import { conferences } from "./conferences/index.ts";
import { AttentionPage } from "./dashboard/index.ts";
import { FeesPage } from "./fees/index.ts";
import { mails } from "./mail/index.ts";
import { ImportMembersPage, members } from "./members/index.ts";
import { MovingInPage } from "./moving/index.ts";
import { inboxAddress } from "./programs/inbox-address.ts";
import { Inbox, programs } from "./programs/index.ts";
import { providers } from "./providers/index.ts";
import { RequestsPage } from "./requests/index.ts";
import { SettingsPage } from "./settings/index.ts";
import { StaffPage } from "./staff/index.ts";

/** What staff may use. Staff who also act for a provider write its applications here as well. */
export const StaffAdmin = () => (
  <>
    <Resource {...programs} />
    <Resource {...providers} />
    <Resource {...conferences} />
    <CustomRoutes>
      <Route path={inboxAddress} element={<Inbox />} />
      <Route path="/upload-attendance" element={<UploadAttendance />} />
      <Route path="/enter-attendance" element={<EnterAttendance />} />
      <Route path="/import-members" element={<ImportMembersPage />} />
      <Route path="/moving-in" element={<MovingInPage />} />
      <Route path="/fees" element={<FeesPage />} />
      <Route path="/needs-attention" element={<AttentionPage />} />
      <Route path="/account" element={<AccountPage />} />
      <Route path="/settings" element={<SettingsPage />} />
      <Route path="/requests" element={<RequestsPage />} />
      <Route path="/staff" element={<StaffPage />} />
    </CustomRoutes>
    <Resource {...attendance} />
    <Resource {...attendanceUploads} />
    <Resource {...members} />
    <Resource {...certificates} />
    <Resource {...mails} />
    <Resource {...auditEntries} />
  </>
);
