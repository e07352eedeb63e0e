import { useState } from "preact/hooks";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { messageOf, request } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { settingsStore, viewerStore } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { Form, PasswordField } from "../ui/form.tsx";
import { Divider, hidden, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { EmailAddresses } from "./email-addresses.tsx";
import { Passkeys } from "./passkeys.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SignOutButton } from "./sign-out-button.tsx";
import { YourApps } from "./your-apps.tsx";
import { DataCopy, Erasure } from "./your-data.tsx";
import { YourLicences } from "./your-licences.tsx";
import { YourMails } from "./your-mails.tsx";
import { YourName } from "./your-name.tsx";
import { YourProfile } from "./your-profile.tsx";

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
      <PageHeading title={t("account.title")}>{t("account.title")}</PageHeading>
      <Divider />
      {viewer?.member ? (
        <p class="lede">
          <strong dir="auto">{viewer.member.name}</strong>,{" "}
          {settingsStore.get()?.memberIdLabel ?? t("account.memberId")} {viewer.member.memberNumber}
        </p>
      ) : null}
      <div class="columns">
        <EmailAddresses />
        <div>
          {viewer?.member ? <YourName /> : null}
          {viewer?.member ? <YourProfile /> : null}
          {viewer?.member ? <YourLicences /> : null}
          {viewer?.member ? <YourMails /> : null}
          <Password />
          <Passkeys />
          <SecondFactor />
          <YourApps />
          <Devices />
        </div>
      </div>
      <div class="columns">
        <DataCopy />
        <Erasure />
      </div>
      <section class="leave" aria-labelledby="leave">
        <h2 id="leave">{t("signOut.title")}</h2>
        <p>{t("signOut.meaning")}</p>
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
      <h2 id="password">{t("password.title")}</h2>
      {done ? (
        <Notice kind="done" live>
          {t("password.changed")}
        </Notice>
      ) : null}
      <Form
        onSubmit={async (values, form) => {
          if (await run(values.currentPassword ?? "", values.newPassword ?? "")) form.reset();
        }}
        busy={busy}
        problem={problem}
        submit={t("password.change")}
        submitting={t("password.changing")}
        kind="secondary"
      >
        <PasswordField label={t("password.current")} name="currentPassword" autocomplete="current-password" />
        <PasswordField
          label={t("password.new")}
          name="newPassword"
          autocomplete="new-password"
          hint={t("password.changeHint")}
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
      <h2 id="devices">{t("devices.title")}</h2>
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
        <strong>{name}</strong> {device.current ? <span class="badge badge-done">{t("devices.this")}</span> : null}
        <p class="meta">{t("devices.lastUsed", { when: moment(device.lastUsedAt ?? device.createdAt) })}</p>
        {end.problem ? <Notice kind="problem">{end.problem}</Notice> : null}
      </div>
      {device.current ? null : (
        <button type="button" class="quiet" aria-disabled={end.busy} onClick={() => void end.run()}>
          {t("devices.signOut", { name, hidden })}
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
  return browser && system ? t("devices.name", { browser, system }) : (browser ?? system ?? t("devices.unknown"));
}
