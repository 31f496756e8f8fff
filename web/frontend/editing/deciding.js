// The two decisions about texts that differ: a kept copy when opening, somebody else's revision when saving.

import { ask, download, sideBySide } from "./dialogs.js";
import { element } from "./page.js";
import { moment } from "./words.js";

/** Whether the person wants the kept copy. */
export async function offerKept(say, kept, stored, revision) {
  const lines = [element("p", {}, say("restore_text", { time: moment(kept.kept_at) }))];
  if (kept.revision !== revision) lines.push(element("p", {}, say("restore_older", { revision: kept.revision })));
  const texts = sideBySide(say, say("stored"), stored, say("kept_copy"), kept.content);
  lines.push(element("details", {}, element("summary", {}, say("differences")), texts));
  // Closing the dialog restores: the stored text stays where it is, while a copy that is passed over is soon replaced.
  const buttons = [
    ["discard", say("discard")],
    ["restore", say("restore"), "primary"],
  ];
  return (await ask(say("restore_title"), lines, buttons)) === "restore";
}

/** "overwrite", "take" or "go_on"; whatever is chosen, the person's text can be downloaded first. */
export async function conflict(say, path, theirs, mine) {
  const values = { by: theirs.by, at: moment(theirs.at), revision: theirs.revision };
  const keep = element(
    "p",
    {},
    element(
      "button",
      { type: "button", class: "button small", onclick: () => download(fileName(path), mine) },
      say("download_yours"),
    ),
  );
  const texts = sideBySide(say, say("theirs"), theirs.content, say("yours"), mine);
  const choice = await ask(
    say("conflict_title"),
    [element("p", {}, theirs.by ? say("conflict_text", values) : theirs.message), texts, keep],
    [
      ["overwrite", say("overwrite")],
      ["take", say("take_theirs")],
      ["go_on", say("go_on"), "primary"],
    ],
  );
  if (choice !== "take") return choice;
  const sure = await ask(
    say("take_theirs"),
    [element("p", {}, say("take_theirs_sure"))],
    [
      ["take", say("take_theirs"), "danger"],
      ["go_on", say("go_on")],
    ],
  );
  return sure;
}

function fileName(path) {
  return path.split("/").at(-1);
}
