import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

// Pictures are read beside the page, which must answer taps meanwhile. This worker alone may compile WebAssembly: see server/http/attendee.routes.ts.

prepareZXingModule({ overrides: { locateFile: () => wasm } });

addEventListener("message", async ({ data }: MessageEvent<ImageData>) => {
  const [found] = await readBarcodes(data, { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true });
  postMessage(found?.isValid ? found.text : null);
});
