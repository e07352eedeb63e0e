/** What messages/vite.ts makes of a client's catalogues. */
declare module "virtual:messages" {
  type Compiled = import("./catalogue.ts").Compiled;
  export const english: Readonly<Record<string, Compiled>>;
  export const others: Readonly<Record<string, () => Promise<{ default: Readonly<Record<string, Compiled>> }>>>;
}
