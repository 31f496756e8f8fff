// What the server says about the file that is edited: the data attributes of #editor.

/** Reads the page once; every other module is given this. */
export function readPage() {
  const host = document.getElementById("editor");
  const data = host.dataset;
  return {
    host,
    kind: data.kind,
    language: data.language === "en" ? "en" : "zh",
    readOnly: data.readOnly === "true",
    mayCheck: data.readOnly !== "true", // who may not change the file is not told what is wrong with it
    revision: Number(data.revision),
    path: data.path,
    urls: {
      content: data.contentUrl,
      save: data.saveUrl,
      keep: data.keepUrl,
      check: data.checkUrl,
      choices: data.choicesUrl,
      evaluate: data.evaluateUrl,
      preview: data.previewUrl,
    },
  };
}

/** An element with attributes and children; texts become text nodes, so nothing is ever read as markup. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Loads the stylesheet that lies beside the bundle, unless the page already names it. */
export function loadStyles(name, base) {
  const address = new URL(name, base);
  const known = [...document.querySelectorAll("link[rel=stylesheet]")];
  if (known.some((link) => new URL(link.href).pathname === address.pathname)) return Promise.resolve();
  return new Promise((resolve) => {
    const link = element("link", { rel: "stylesheet", href: address.href, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
}
