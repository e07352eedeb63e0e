/** Calls whenever there is a chance that the server can be reached again: the network is back, or somebody looks at the page. */
export function whenReachable(send: () => void): void {
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send();
  });
}
