import { type FlowColors, flowColors, type Theme } from "./flow-colors.ts";
import { type Area, arrow, box, lines, padlock, type Stroke } from "./flow-shapes.ts";
import { html, Markup } from "./html.ts";
import { pageOf, pictureWidth } from "./page.ts";

/** The stages of the pipeline with what is written in their boxes, and the tasks that they run. */
export const flowStages = [
  { stage: "Invite", task: "ExalateInitiate@1" },
  { stage: "Accept", task: "ExalateAccept@1" },
  { stage: "Verify", task: "ExalateStatus@1" },
  { stage: "Withdraw", task: "ExalateWithdraw@1" },
] as const;

const title = "The flow of an invitation from Contoso to Fabrikam";

const description =
  "The stage Invite initiates the connection on Contoso's Exalate node, which answers with a secret invitation code. After an approval, the stage Accept accepts with that code on Fabrikam's node, and the stage Verify waits until both nodes say ACTIVE. After a rejection, the stage Withdraw removes the pending connection from Contoso's node. Work items go from node to node, never through the pipeline, and the invitation code is in no log, no summary and no mail.";

const height = 444;
const bottom = 388;
const pipeline = { x: 322, width: 160 };
const contoso: Area = { x: 10, y: 12, width: 112, height: height - 24 };
const fabrikam: Area = { x: pictureWidth - 122, y: 12, width: 112, height: height - 24 };
const [contosoEdge, fabrikamEdge] = [contoso.x + contoso.width, fabrikam.x];
const [left, right, middle] = [pipeline.x, pipeline.x + pipeline.width, pipeline.x + pipeline.width / 2];

const invite = stageArea(56);
const approval: Area = { ...pipeline, y: 146, height: 48 };
const accept = stageArea(222);
const verify = stageArea(314);
const withdraw: Area = { ...stageArea(222), x: 154, width: 136 };

function stageArea(y: number): Area {
  return { ...pipeline, y, height: 46 };
}

/** The flow as an SVG file in the colors of a theme. */
export function flowDrawing(theme: Theme): string {
  const colors = flowColors[theme];
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${height}" viewBox="0 0 ${pictureWidth} ${height}" role="img" aria-labelledby="title desc" font-family="'Segoe UI', 'Liberation Sans', Helvetica, Arial, sans-serif" font-size="12.5">
<title id="title">${title}</title>
<desc id="desc">${description}</desc>
<rect width="${pictureWidth}" height="${height}" rx="8" fill="${colors.page.ground}"/>
${nodes(colors)}${stages(colors)}${arrows(colors)}${labels(colors)}</svg>
`.text;
}

/** A page with the light drawing. */
export function flowPage(): string {
  return pageOf({
    style: `body { background: ${flowColors.light.page.ground}; } svg { display: block; }`,
    body: new Markup(flowDrawing("light")),
  });
}

function nodes({ node }: FlowColors): Markup {
  return html`${box(contoso, node, ["Contoso", "Exalate node"])}${box(fabrikam, node, ["Fabrikam", "Exalate node"])}`;
}

function stages({ page, stage, approval: waiting, rejection }: FlowColors): Markup {
  const [first, second, third, last] = flowStages.map((each) => [each.stage, each.task]);
  return html`${lines(["Azure Pipelines"], { x: middle, y: 32 }, page.text)}
${box(invite, stage, first ?? [])}${box(approval, waiting, ["Approval", "an admin decides"])}
${box(accept, stage, second ?? [])}${box(verify, stage, third ?? [])}${box(withdraw, rejection, last ?? [])}`;
}

function arrows({ line, secret, rejection, node }: FlowColors): Markup[] {
  const [asks, answers] = [invite.y + 14, invite.y + 34];
  const stands = verify.y + verify.height / 2;
  return [
    across(left, contosoEdge, asks, { color: line }),
    across(contosoEdge, left, answers, { color: secret }),
    down(invite, approval, secret),
    down(approval, accept, secret),
    across(right, fabrikamEdge, accept.y + 23, { color: secret }),
    down(accept, verify, line),
    across(left, contosoEdge, stands, { color: line, isDouble: true }),
    across(right, fabrikamEdge, stands, { color: line, isDouble: true }),
    arrow(rejected, { color: rejection.quiet, isDashed: true }),
    across(withdraw.x, contosoEdge, withdraw.y + 23, { color: rejection.quiet }),
    across(contosoEdge, fabrikamEdge, bottom, { color: node.quiet, isDouble: true }),
  ];
}

const turn = { x: withdraw.x + withdraw.width / 2, y: approval.y + approval.height / 2 };
const rejected = [{ x: left, y: turn.y }, turn, { x: turn.x, y: withdraw.y }];

/** A horizontal arrow. */
function across(from: number, to: number, y: number, stroke: Stroke): Markup {
  return arrow(
    [
      { x: from, y },
      { x: to, y },
    ],
    stroke,
  );
}

function down(from: Area, to: Area, color: string): Markup {
  return arrow(
    [
      { x: middle, y: from.y + from.height },
      { x: middle, y: to.y },
    ],
    { color },
  );
}

function labels({ page, secret, rejection }: FlowColors): Markup[] {
  const gap = { left: (contosoEdge + left) / 2, right: (right + fabrikamEdge) / 2 };
  const [asked, answered] = [invite.y + 8, invite.y + 50];
  return [
    ...lines(["initiates the connection"], { x: gap.left, y: asked }, page.text),
    ...lines(["secret invitation code"], { x: gap.left, y: answered }, secret),
    padlock({ x: right + 14, y: invite.y + 4 }, secret),
    ...lines(
      ["the code is secret:", "in no log, summary", "or mail"],
      { x: right + 32, y: invite.y + 15 },
      secret,
      "start",
    ),
    ...lines(["approved"], { x: middle + 8, y: approval.y + approval.height + 18 }, page.text, "start"),
    ...lines(["rejected"], { x: (turn.x + left) / 2, y: turn.y - 6 }, rejection.text),
    ...lines(["removes the pending", "connection"], { x: turn.x, y: withdraw.y + withdraw.height + 17 }, page.quiet),
    ...lines(["accepts with the code"], { x: gap.right, y: accept.y + 17 }, secret),
    ...lines(["says ACTIVE"], { x: gap.left, y: verify.y + 17 }, page.text),
    ...lines(["says ACTIVE"], { x: gap.right, y: verify.y + 17 }, page.text),
    ...lines(
      ["work items, by the rules of each side, never through the pipeline"],
      { x: pictureWidth / 2, y: bottom + 18 },
      page.text,
    ),
  ];
}
