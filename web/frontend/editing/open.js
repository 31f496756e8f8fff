// Opens the editor of any kind: reads the page and the file, builds the frame, and hands over to the kind.

import { Bar } from "./bar.js";
import { element, loadStyles, readPage } from "./page.js";
import { ProblemList } from "./problems.js";
import { Server } from "./server.js";
import { EditingSession } from "./session.js";
import { speaker } from "./words.js";

/** make(frame): Promise<editor>; frame: {page, server, say, stage, bar, text, prepared, touched()}. The editor is what
 *  `EditingSession` needs; its `refusal` (sentences) makes the file read-only, and so does what `inspect` answers once
 *  the file is shown. prepare(server): what the kind asks for beside the text. words: texts of the kind. */
export async function openEditor({ make, prepare, words, styles, base }) {
  const page = readPage();
  const say = speaker(page.language, words);
  const server = new Server(page.urls);
  const stage = element("div", { class: "editor-stage" });
  const opened = {};
  page.host.opened = opened;
  const bar = new Bar(say, { readOnly: page.readOnly, onSave: () => opened.session?.save() });
  const problems = new ProblemList(say, page.path, (problem) => opened.editor?.show(problem));
  page.host.replaceChildren(bar.node, stage, ...(page.mayCheck ? [problems.node] : []));
  bar.tell("opening");
  try {
    const asked = [server.content(), prepare?.(server), loadStyles(styles, base)];
    const [text, prepared] = await Promise.all(asked);
    const frame = { page, server, say, stage, bar, text, prepared, touched: () => opened.session?.touched() };
    opened.editor = await make(frame);
    page.readOnly ||= lock(bar, opened.editor.refusal ?? []);
    if (!page.readOnly) page.readOnly = lock(bar, (await opened.editor.inspect?.()) ?? []);
    opened.session = new EditingSession({ page, server, say, bar, problems, editor: opened.editor });
    bar.tell(page.readOnly ? "read_only" : "saved");
    page.host.dataset.opened = "true";
    await opened.session.begin(text);
  } catch (error) {
    bar.lock([
      say("not_opened", { reason: error.reason ? say(error.reason, { status: error.status }) : error.message }),
    ]);
    page.host.dataset.opened = "failed";
    if (!error.reason) throw error;
  }
  return opened;
}

function lock(bar, refusal) {
  if (refusal.length) bar.lock(refusal);
  return refusal.length > 0;
}
