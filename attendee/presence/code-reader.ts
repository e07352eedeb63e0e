import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
import workerUrl from "./read-code.worker.ts?worker&url";

/** What only doors load: this piece of the client itself, and what reads the codes that a camera sees, once somebody asks for it. */
export const doorFiles = [new URL(import.meta.url).pathname, workerUrl, wasm];

export const openReader = (): Worker => new Worker(workerUrl, { type: "module" });
