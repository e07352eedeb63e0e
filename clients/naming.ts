/** Says to the server which document is meant: a bundle has its ID in its place, `documents.vite.ts`; what runs from the sources has its text. */
export const naming = (document: unknown): Record<string, unknown> => ({
  [String(document).includes("{") ? "query" : "documentId"]: document,
});
