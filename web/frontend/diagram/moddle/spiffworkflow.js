// The extensions that the engine reads, every tag of SpiffWorkflow's own schema (spiff/parser/schema/spiffworkflow.xsd).

const text = (name) => ({
  name,
  superClass: ["Element"],
  properties: [{ name: "value", type: "String", isBody: true }],
});
const attribute = (name) => ({ name, type: "String", isAttr: true });
const TEXTS = [
  "CalledDecisionId",
  "InstructionsForEndUser",
  "MessagePayload",
  "MessageVariable",
  "PayloadExpression",
  "VariableName",
  "PreScript",
  "PostScript",
];

export const spiffworkflow = {
  name: "SpiffWorkflow",
  prefix: "spiffworkflow",
  uri: "http://spiffworkflow.org/bpmn/schema/1.0/core",
  xml: { tagAlias: "lowerCase" },
  associations: [],
  types: [
    ...TEXTS.map(text),
    { name: "Properties", superClass: ["Element"], properties: [{ name: "values", type: "Property", isMany: true }] },
    {
      ...text("Property"),
      properties: [attribute("name"), attribute("value"), { name: "text", type: "String", isBody: true }],
    },
    { name: "UnitTests", superClass: ["Element"], properties: [{ name: "values", type: "UnitTest", isMany: true }] },
    {
      name: "UnitTest",
      superClass: ["Element"],
      properties: [
        attribute("id"),
        { name: "inputJson", type: "String" },
        { name: "expectedOutputJson", type: "String" },
      ],
    },
    {
      name: "ServiceTaskOperator",
      superClass: ["Element"],
      properties: [
        attribute("id"),
        attribute("resultVariable"),
        { name: "parameterList", type: "Parameters" },
        { name: "retry", type: "Retry" },
      ],
    },
    { name: "Parameters", superClass: ["Element"], properties: [{ name: "values", type: "Parameter", isMany: true }] },
    {
      ...text("Parameter"),
      properties: [
        attribute("id"),
        attribute("type"),
        attribute("value"),
        { name: "text", type: "String", isBody: true },
      ],
    },
    {
      name: "OnInstances",
      isAbstract: true,
      extends: ["bpmn:MultiInstanceLoopCharacteristics"],
      properties: [attribute("scriptsOnInstances")],
    },
    { name: "Retry", superClass: ["Element"], properties: [attribute("retries"), attribute("backoff_base")] },
  ],
};
