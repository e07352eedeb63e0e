import { useState } from "preact/hooks";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { settingsStore, viewerStore } from "../api/viewer.ts";
import { moment } from "../ui/dates.ts";
import { Form, PasswordField } from "../ui/form.tsx";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { EmailAddresses } from "./email-addresses.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SignOutButton } from "./sign-out-button.tsx";
import { DataCopy, Erasure } from "./your-data.tsx";

const DevicesQuery = graphql(`
  query Devices {
    viewer { devices { id createdAt lastUsedAt userAgent current } }
  }
`);

const ChangePassword = graphql(`
  mutation ChangePassword($currentPassword: String!, $newPassword: String!) {
    changePassword(currentPassword: $currentPassword, newPassword: $newPassword)
  }
`);

const EndDevice = graphql(`
  mutation EndDevice($id: ID!) { endDevice(id: $id) }
`);

export function AccountPage() {
  const { viewer } = useStore(viewerStore);
  return (
    <>
      <PageHeading title="Your account">Your account</PageHeading>
      <Divider />
      {viewer?.member ? (
        <p class="lede">
          <strong dir="auto">
            {viewer.member.firstName} {viewer.member.lastName}
          </strong>
          , {settingsStore.get()?.memberIdLabel ?? "member ID"} {viewer.member.memberNumber}
        </p>
      ) : null}
      <div class="columns">
        <EmailAddresses />
        <div>
          <Password />
          <SecondFactor />
          <Devices />
        </div>
      </div>
      <div class="columns">
        <DataCopy />
        <Erasure />
      </div>
      <section class="leave" aria-labelledby="leave">
        <h2 id="leave">Sign out</h2>
        <p>What this device keeps of your account is forgotten when you sign out.</p>
        <SignOutButton />
      </section>
    </>
  );
}

function Password() {
  const [done, setDone] = useState(false);
  const { run, busy, problem } = useAction(async (currentPassword: string, newPassword: string) => {
    setDone(false);
    await request(ChangePassword, { currentPassword, newPassword });
    setDone(true);
  });
  return (
    <section class="card" aria-labelledby="password">
      <h2 id="password">Password</h2>
      {done ? (
        <Notice kind="done" live>
          Your password is changed.
        </Notice>
      ) : null}
      <Form
        onSubmit={async (values, form) => {
          if (await run(values.currentPassword ?? "", values.newPassword ?? "")) form.reset();
        }}
        busy={busy}
        problem={problem}
        submit="Change password"
        submitting="Changing…"
        kind="secondary"
      >
        <PasswordField label="Current password" name="currentPassword" autocomplete="current-password" />
        <PasswordField
          label="New password"
          name="newPassword"
          autocomplete="new-password"
          hint="At least 10 characters. Every other device is signed out."
        />
      </Form>
    </section>
  );
}

type Device = NonNullable<ResultOf<typeof DevicesQuery>["viewer"]>["devices"][number];

function Devices() {
  const { data, error, reload } = useQuery(DevicesQuery, {});
  const devices = data?.viewer?.devices;
  return (
    <section class="card" aria-labelledby="devices">
      <h2 id="devices">Where you are signed in</h2>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!devices && !error ? <Skeleton rows={2} /> : null}
      <ul class="rows">
        {devices?.map((device) => (
          <DeviceRow key={device.id} device={device} onEnded={reload} />
        ))}
      </ul>
    </section>
  );
}

function DeviceRow({ device, onEnded }: { device: Device; onEnded(): void }) {
  const end = useAction(async () => {
    await request(EndDevice, { id: device.id });
    onEnded();
  });
  const name = deviceName(device.userAgent ?? "");
  return (
    <li>
      <div>
        <strong>{name}</strong> {device.current ? <span class="badge badge-done">This device</span> : null}
        <p class="meta">Last used {moment(device.lastUsedAt ?? device.createdAt)}</p>
        {end.problem ? <Notice kind="problem">{end.problem}</Notice> : null}
      </div>
      {device.current ? null : (
        <button type="button" class="quiet" aria-disabled={end.busy} onClick={() => void end.run()}>
          Sign out<span class="visually-hidden"> {name}</span>
        </button>
      )}
    </li>
  );
}

/** "Chrome on Android": enough to recognise one's own. */
function deviceName(userAgent: string): string {
  const first = (known: [string, RegExp][]) => known.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const browser = first([
    ["Edge", /Edg/],
    ["Opera", /OPR/],
    ["Firefox", /Firefox|FxiOS/],
    ["Chrome", /Chrome|CriOS/],
    ["Safari", /Safari/],
  ]);
  const system = first([
    ["Android", /Android/],
    ["iPhone", /iPhone/],
    ["iPad", /iPad/],
    ["Windows", /Windows/],
    ["Mac", /Mac OS/],
    ["Linux", /Linux/],
  ]);
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? "Another program");
}
