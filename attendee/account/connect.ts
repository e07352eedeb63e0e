/** Where the sign-in goes on to the page that asks for an app. Single sign-on comes back elsewhere, so it is kept beside it. */
const kept = "accrue-connect";

const isRequest = (id: string): boolean => /^[\w-]{10,100}$/.test(id);

/** Keeps which app's request the person signs in for. */
export function keepConnect(id: string): void {
  if (isRequest(id)) sessionStorage.setItem(kept, id);
}

/** Goes on to the page that asks, where somebody signed in for one. */
export function goToConsent(): void {
  const id = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  if (id && isRequest(id)) location.replace(`/oauth/consent/${id}`);
}
