import { fileURLToPath } from "node:url";
import { type Answer, text } from "../answer.ts";
import type { Call } from "../route.ts";
import { consolePage } from "./console-page.ts";
import { describeCalls } from "./describe-calls.ts";

const ownApiFile = fileURLToPath(new URL("browser/own-api.ts", import.meta.url));

/** Answers with the console, which finds in the page how this node's API is called. */
export async function consoleAtRoot({ node }: Call): Promise<Answer> {
  const calls = JSON.stringify(describeCalls(node)).replaceAll("<", "\\u003c");
  const data = `<script type="application/json" id="node-calls">${calls}</script>`;
  const page = await consolePage(ownApiFile);
  const answer = text(
    200,
    page.replace("</body>", () => `${data}\n</body>`),
    "text/html; charset=utf-8",
  );
  return { ...answer, headers: pageHeaders };
}

// A page cannot forbid by itself that others show it in a frame.
const pageHeaders = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
};
