import { setTimeout as sleep } from "node:timers/promises";
import type { Terminal } from "./approver.ts";

/**
 * Waits at a terminal until somebody presses Enter, a signal stops the program or the time is over, so that the
 * consoles can be looked at. Does not wait without a terminal.
 */
export async function keepConsolesOpen({ input, output, silenceMilliseconds }: Terminal, stop: AbortSignal) {
  if (!input.isTTY || stop.aborted) return;
  const minutes = silenceMilliseconds / 60_000;
  output.write(`\nThe consoles stay open until you press Enter, at most ${minutes} minutes.\n`);
  const entered = new AbortController();
  const end = () => entered.abort();
  for (const event of ["data", "end"]) input.once(event, end);
  input.resume();
  await sleep(silenceMilliseconds, undefined, { signal: AbortSignal.any([entered.signal, stop]) }).catch(() => {});
  for (const event of ["data", "end"]) input.off(event, end);
  input.pause();
}
