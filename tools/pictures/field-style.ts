import { light } from "./theme.ts";

/** The style of the fields of a form in Azure DevOps. */
export const fieldStyle = `
.field { position: relative; margin: 0 0 10px; }
label { display: flex; align-items: center; gap: 5px; margin-bottom: 3px; }
.required { color: ${light.required}; font-style: normal; }
.value {
  display: flex; justify-content: space-between; align-items: flex-start; gap: 8px; min-height: 32px; margin: 0;
  padding: 5px 9px; border: 1px solid ${light.field}; border-radius: 2px; background: ${light.card};
  overflow-wrap: anywhere;
}
.value svg { margin-top: 3px; }
.check { position: relative; display: flex; align-items: center; gap: 8px; margin: 0 0 10px; }
.check label { margin: 0; }
.box { width: 17px; height: 17px; flex: none; border: 1px solid ${light.field}; border-radius: 2px; }
.box.true { background: ${light.accent}; }
.button {
  padding: 6px 16px; border-radius: 2px; background: ${light.accent}; color: ${light.onAccent}; font-weight: bold;
}
`;
