/** What waits for the viewer. */
export const inboxAddress = "/inbox";
