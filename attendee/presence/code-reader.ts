import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
import workerUrl from "./read-code.worker.ts?worker&url";

/** What reads the codes that a camera sees, which no page loads before somebody asks for it. */
export const readerFiles = [workerUrl, wasm];

export const openReader = (): Worker => new Worker(workerUrl, { type: "module" });
