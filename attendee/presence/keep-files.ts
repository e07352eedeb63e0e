/** The service worker keeps what every page needs. What one page alone loads that page keeps, since the hall may have no network. */
export async function keepFiles(files: readonly string[]): Promise<void> {
  try {
    const cache = await caches.open("accrue-scanner");
    const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    await cache.addAll(files.filter((file) => !kept.includes(file)));
    await Promise.all(kept.filter((file) => !files.includes(file)).map((file) => cache.delete(file)));
  } catch {
    // Without it the page needs the network once more.
  }
}
