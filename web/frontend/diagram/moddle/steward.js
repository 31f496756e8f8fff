// What this product adds to BPMN: the English label of everything that has a Chinese one.

export const steward = {
  name: "Steward",
  prefix: "steward",
  uri: "https://steward.invalid/schema/bpmn/1.0",
  xml: { tagAlias: "lowerCase" },
  associations: [],
  types: [
    {
      name: "Labelled",
      isAbstract: true,
      extends: ["bpmn:BaseElement"],
      properties: [{ name: "nameEn", type: "String", isAttr: true }],
    },
  ],
};
