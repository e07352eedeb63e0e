import { monitorEventLoopDelay, performance } from "node:perf_hooks";

// Loaded into the server that is measured: tells, whenever the bench asks, how its event loop has fared since the time before.
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();
let loop = performance.eventLoopUtilization();
let processor = process.cpuUsage();

process.on("message", (asked) => {
  if (asked !== "loop") return;
  const busy = performance.eventLoopUtilization(loop);
  const used = process.cpuUsage(processor);
  process.send?.({
    busy: busy.utilization,
    processorMs: (used.user + used.system) / 1_000,
    p99Ms: delays.percentile(99) / 1e6,
    worstMs: delays.max / 1e6,
  });
  delays.reset();
  loop = performance.eventLoopUtilization();
  processor = process.cpuUsage();
});
process.channel?.unref();
