import { open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import type { Memory, Seen } from "./witness.ts";

/** Keeps what a witness has seen in a JSON file, which is whole at any moment. */
export class FileMemory implements Memory {
  private constructor(
    private readonly file: string,
    private readonly seen: Record<string, Seen>,
  ) {}

  /** @throws SyntaxError where the file is not what this writes */
  static async open(file: string): Promise<FileMemory> {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "{}";
      throw error;
    });
    return new FileMemory(file, JSON.parse(text));
  }

  async recall(origin: string): Promise<Seen | undefined> {
    return Object.hasOwn(this.seen, origin) ? this.seen[origin] : undefined;
  }

  async keep(origin: string, seen: Seen): Promise<void> {
    const beside = `${this.file}.new`;
    const handle = await open(beside, "w");
    try {
      await handle.writeFile(JSON.stringify({ ...this.seen, [origin]: seen }));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, this.file);
    this.seen[origin] = seen;
    // The name is kept for good once its folder is.
    const folder = await open(path.dirname(this.file), "r");
    await folder.sync().finally(() => folder.close());
  }
}
