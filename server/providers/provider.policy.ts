import { actsFor, type Viewer } from "../core/viewer.ts";
import type { Provider } from "./provider.entity.ts";

/** Everything about a provider: staff, and whoever acts for it. */
export function canViewProvider(viewer: Viewer, provider: Pick<Provider, "id">): boolean {
  return viewer.isStaff || actsFor(viewer, provider.id);
}
