// The time slider of a story: fetches the chosen moment and puts it in place. Without JavaScript its links and button do.

const slider = document.querySelector("[data-slider]");
const place = document.getElementById("moment");
const range = slider.querySelector("input[type=range]");
let asked = 0;
let waiting = null;

slider.querySelector("[data-without-script]").hidden = true;

const show = async (query) => {
  const number = ++asked;
  const answer = await fetch(`${slider.dataset.slider}?${query}`, { credentials: "same-origin" }).catch(() => null);
  if (number !== asked) return; // a later choice is on its way
  if (!answer?.ok || answer.redirected) return location.assign(`${slider.dataset.page}?${query}`);
  put(await answer.text());
};

// Who looks at one corner of a wide diagram goes on looking at it.
const put = (text) => {
  const corners = [...place.querySelectorAll(".diagram-box")].map((box) => [box.scrollLeft, box.scrollTop]);
  const open = place.querySelector("details")?.open;
  place.innerHTML = text;
  for (const [index, box] of [...place.querySelectorAll(".diagram-box")].entries()) {
    [box.scrollLeft, box.scrollTop] = corners[index] ?? [0, 0];
  }
  if (open) place.querySelector("details").open = true;
  const { at, number, before, after } = place.querySelector("[data-at]").dataset;
  range.value = number;
  lead("before", before);
  lead("after", after);
  const address = new URL(location.href);
  address.searchParams.delete("moment");
  address.searchParams.set("at", at);
  history.replaceState(null, "", address);
  for (const field of document.querySelectorAll("input[type=hidden][name=at]")) field.value = at;
};

const lead = (direction, at) => {
  const link = slider.querySelector(`[data-go=${direction}]`);
  link.toggleAttribute("aria-disabled", !at);
  if (at) link.href = `${slider.dataset.page}?at=${at}`;
  else if (document.activeElement !== link) link.removeAttribute("href");
};

for (const link of slider.querySelectorAll("[data-go]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const at = place.querySelector("[data-at]").dataset[link.dataset.go];
    if (at) show(`at=${at}`);
  });
}
range.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(`moment=${range.value}`), 120);
});
