// Small enhancements of every page; each page works without them.

// One click, one request: a second click on a submit button while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Filters apply when a choice changes; without JavaScript the button does it.
for (const form of document.querySelectorAll("form[data-auto-submit]")) {
  for (const select of form.querySelectorAll("select")) {
    select.addEventListener("change", () => form.requestSubmit());
  }
}

// Select all / none in a table of customers, and say how many are chosen.
for (const form of document.querySelectorAll("form[data-selection]")) {
  const all = form.querySelector("[data-select-all]");
  const boxes = () => [...form.querySelectorAll("input[data-select]:not(:disabled)")];
  const count = form.querySelector("[data-selected-count]");
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (count) count.textContent = chosen ? `(${chosen})` : "";
    if (all) all.checked = chosen > 0 && chosen === boxes().length;
  };
  all?.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  form.addEventListener("change", show);
  show();
}

// A menu closes when the person clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Paper has no fold to open: what is closed on the screen is printed too, unless it would have to be fetched first.
const closed = new Set();
window.addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("main details:not([open], .no-print, .menu, [data-part])")) {
    closed.add(one);
    one.open = true;
  }
});
window.addEventListener("afterprint", () => {
  for (const one of closed) one.open = false;
  closed.clear();
});

// A choice that shows or hides other fields asks the server for them; what was typed comes back with the page.
const KEPT = "steward-choice";
document.addEventListener("change", (event) => {
  const form = event.target.form;
  const button = form?.querySelector("button[name=_recalculate]");
  if (!button || !event.target.closest("[data-decides]")) return;
  sessionStorage.setItem(KEPT, JSON.stringify([event.target.name, event.target.value, window.scrollY]));
  form.requestSubmit(button);
});
const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
if (kept) {
  sessionStorage.removeItem(KEPT);
  const [name, value, top] = kept;
  const controls = [...document.getElementsByName(name)];
  (controls.find((control) => control.value === value) ?? controls[0])?.focus({ preventScroll: true });
  window.scrollTo(0, top);
}

// In another language the page is asked for anew with what was typed or tried on it; an address alone would forget that.
document.querySelector(".language-switch")?.addEventListener("submit", async (event) => {
  const button = document.querySelector("[data-guard] [name=_recalculate]") ?? document.querySelector("[name=_recalculate]");
  if (!button) return;
  event.preventDefault();
  const speaking = event.target;
  const body = new FormData(speaking, event.submitter);
  const answer = await fetch(speaking.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer && (answer.ok || answer.type === "opaqueredirect")) return button.form.requestSubmit(button);
  delete speaking.dataset.sent;
});

const keepPlace = (name) => sessionStorage.setItem(KEPT, JSON.stringify([name, "", window.scrollY]));
for (const button of document.querySelectorAll("button[name=_detach]")) {
  button.addEventListener("click", () => keepPlace(`_files-${button.value.split(".")[0]}`));
}

// A file is sent as soon as it is chosen or dropped, and one that is too large is not; without JavaScript a button sends.
for (const box of document.querySelectorAll("[data-attach]")) {
  const [chooser, label, button, status] = ["input", "label", "button", "[role=status]"].map((one) => box.querySelector(one));
  chooser.classList.add("visually-hidden");
  label.hidden = false;
  button.hidden = true;
  const send = () => {
    if (!chooser.files.length) return;
    const large = [...chooser.files].find((file) => file.size > chooser.dataset.mostBytes);
    status.classList.toggle("field-error", Boolean(large));
    status.textContent = large ? chooser.dataset.tooLarge.replace("{file}", large.name) : status.dataset.sending;
    if (large) {
      chooser.value = "";
      status.scrollIntoView({ block: "center" }); // else the bar of buttons may lie over it
    } else {
      keepPlace(chooser.name);
      chooser.form.requestSubmit(button);
    }
  };
  chooser.addEventListener("change", send);
  const place = box.closest(".attachments");
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    chooser.files = event.dataTransfer.files;
    send();
  });
}

// A wide diagram opens at the task that waits, where one does, or at the first that changed.
const showWaiting = (root) => {
  for (const box of root.querySelectorAll(".diagram-box")) {
    const here = box.querySelector(".is-current, .is-incident, .is-added, .is-removed, .is-changed");
    if (!here) continue;
    const [inner, outer] = [here.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollLeft = inner.left - outer.left - (outer.width - inner.width) / 2;
    box.scrollTop = inner.top - outer.top - (outer.height - inner.height) / 2;
  }
};
showWaiting(document);

// A part of the page that few need is fetched when it is opened; without JavaScript its link leads there.
for (const part of document.querySelectorAll("details[data-part]")) {
  part.addEventListener("toggle", async () => {
    const address = part.dataset.part;
    if (!part.open || !address) return;
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    delete part.dataset.part;
    const body = part.querySelector("[data-part-body]");
    body.innerHTML = await answer.text();
    showWaiting(body);
  });
}

// Numbers that go on changing are fetched anew in place; when the page no longer asks for it, all of it has changed.
// A page that is costly to make names another with the same numbers.
const follow = async (part) => {
  const answer = await fetch(part.dataset.followAt ?? location.href, { credentials: "same-origin" }).catch(() => null);
  if (!answer || answer.status >= 500) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-follow]");
  if (!fresh) return location.reload();
  for (const [place, child] of [...part.children].entries()) {
    if (child.innerHTML !== fresh.children[place].innerHTML) child.innerHTML = fresh.children[place].innerHTML;
  }
};
for (const part of document.querySelectorAll("[data-follow]")) {
  setInterval(follow, part.dataset.follow * 1000, part);
}

document.querySelector("[data-focus-first], .error-summary")?.focus();
