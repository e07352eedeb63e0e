/** What waits for the viewer, the longest waiting first. */
export const inboxAddress = `/programs?${new URLSearchParams({
  filter: JSON.stringify({ inbox: true }),
  sort: "submittedAt",
  order: "ASC",
  page: "1",
  perPage: "20",
})}`;
