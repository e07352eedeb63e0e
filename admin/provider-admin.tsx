import { CustomRoutes, Resource } from "react-admin";
import { Route } from "react-router-dom";
import { AccountPage } from "./account/index.ts";
import { attendance, attendanceUploads, EnterAttendance, UploadAttendance } from "./attendance/index.ts";
import { certificates } from "./certificates/index.ts";
import { conferences } from "./conferences/index.ts";
import { AttentionPage } from "./dashboard/index.ts";
import { FeesPage } from "./fees/index.ts";
import { members } from "./members/index.ts";
import { inboxAddress } from "./programs/inbox-address.ts";
import { Inbox, programs } from "./programs/index.ts";
import { providers } from "./providers/index.ts";

/** What providers may use: of the same lists, the server shows them what is theirs. A member's own page is for staff. */
export const ProviderAdmin = () => (
  <>
    <Resource {...programs} />
    <Resource {...providers} list={undefined} />
    <Resource {...conferences} />
    <CustomRoutes>
      <Route path={inboxAddress} element={<Inbox />} />
      <Route path="/upload-attendance" element={<UploadAttendance />} />
      <Route path="/enter-attendance" element={<EnterAttendance />} />
      <Route path="/fees" element={<FeesPage />} />
      <Route path="/needs-attention" element={<AttentionPage />} />
      <Route path="/account" element={<AccountPage />} />
    </CustomRoutes>
    <Resource {...attendance} />
    <Resource {...attendanceUploads} />
    <Resource {...members} show={undefined} />
    <Resource {...certificates} />
  </>
);
