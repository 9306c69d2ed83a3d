import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { jobResults, printed, Sandbox } from "./sandbox.ts";

const parameters = `parameters:
- name: text
  default: Fabrikam
- name: number
  type: number
  default: 7
- name: flag
  type: boolean
  default: false
- name: list
  type: object
  default: [one, two]
- name: sides
  type: object
  default:
  - name: Fabrikam
    project: A
  - name: Contoso
    project: B
- name: choice
  type: string
  default: x
  values: [x, y]
`;

describe("Template expressions", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());

  it("insert parameters and fixed variables of outer levels into texts and keys", async () => {
    const report = await sandbox.run(`${parameters}variables:
  outer: \${{ parameters.text }}
  later: $[ format('{0}', 1) ]
jobs:
- job: Job_\${{ parameters.number }}
  variables:
    inner: <\${{ variables.outer }}>
    \${{ parameters.text }}Key: by key
  steps:
  - script: 'echo "printed: \${{ variables.inner }} \${{ parameters.flag }} \${{ variables.later }}. $(FabrikamKey)"'
    enabled: \${{ eq(parameters.number, 7) }}
`);
    assert.deepEqual(printed(report), ["<Fabrikam> False . by key"]);
    assert.deepEqual(jobResults(report), { Job_7: "Succeeded" });
  });

  it("use the caller's parameters", async () => {
    const text = `${parameters}steps:\n- script: 'echo "printed: \${{ parameters.text }} \${{ parameters.number }} \${{ parameters.flag }}"'\n`;
    const report = await sandbox.run(text, { parameters: { TEXT: "it's", number: "8", flag: "TRUE" } });
    assert.deepEqual(printed(report), ["it's 8 True"]);
    await assert.rejects(
      sandbox.run(text, { parameters: { number: "many" } }),
      /needs a value of type number, not "many"/,
    );
    await assert.rejects(sandbox.run(text, { parameters: { flag: "1" } }), /needs a value of type boolean, not "1"/);
    await assert.rejects(sandbox.run(text, { parameters: { choice: "z" } }), /allows x, y, not "z"/);
  });

  it("choose between parts", async () => {
    const text = `${parameters}steps:
- \${{ if eq(parameters.text, 'Fabrikam') }}:
  - script: 'echo "printed: if"'
- \${{ elseif eq(parameters.text, 'Contoso') }}:
  - script: 'echo "printed: elseif"'
- \${{ else }}:
  - script: 'echo "printed: else"'
- script: 'echo "printed: $X"'
  env:
    \${{ if parameters.flag }}:
      X: set
    \${{ else }}:
      X: not set
`;
    assert.deepEqual(printed(await sandbox.run(text)), ["if", "not set"]);
    assert.deepEqual(printed(await sandbox.run(text, { parameters: { text: "contoso" } })), ["elseif", "not set"]);
    assert.deepEqual(printed(await sandbox.run(text, { parameters: { text: "", flag: "true" } })), ["else", "set"]);
  });

  it("repeat parts", async () => {
    const report = await sandbox.run(`${parameters}jobs:
- \${{ each side in parameters.sides }}:
  - job: \${{ side.name }}
    steps:
    - \${{ each word in parameters.list }}:
      - \${{ if ne(word, 'two') }}:
        - script: 'echo "printed: \${{ side.project }} \${{ word }}"'
- job: Matrix
  dependsOn:
  - \${{ each side in parameters.sides }}:
    - \${{ side.name }}
  strategy:
    matrix:
      \${{ each side in parameters.sides }}:
        leg_\${{ side.name }}: { project: "\${{ side.project }}" }
  steps:
  - script: 'echo "printed: $(System.JobName) $(project)"'
`);
    assert.deepEqual(printed(report), ["A one", "B one", "leg_Fabrikam A", "leg_Contoso B"]);
  });

  it("pass on whole lists and the pairs of an object", async () => {
    const report = await sandbox.run(`parameters:
- name: needs
  type: object
  default: [A]
- name: values
  type: object
  default: { X: one, Y: two }
jobs:
- job: A
  steps:
  - script: 'true'
- job: B
  dependsOn: \${{ parameters.needs }}
  variables:
    \${{ each pair in parameters.values }}:
      \${{ pair.key }}: \${{ pair.value }}
  steps:
  - script: 'echo "printed: $(X) $(Y)"'
    condition: and(succeeded(), \${{ eq(parameters.values.X, 'one') }})
`);
    assert.deepEqual(printed(report), ["one two"]);
  });
});
