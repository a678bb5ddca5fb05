// A box that narrows what is already on the page: no request, so no delay.

/** Lower case without accents, so that "jose" finds "José". */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Whether every word typed begins a word of the text. */
function fits(words, text) {
  return words.every((word) => text.startsWith(word) || text.includes(` ${word}`));
}

function startFilter(box) {
  const place = document.getElementById(box.dataset.filter);
  const input = box.querySelector("input");
  const none = box.querySelector("[data-none]");
  if (!place || !input) return;
  const things = Array.from(place.querySelectorAll("[data-find]"), (element) => ({
    element,
    shown: element.parentElement.matches("li") ? element.parentElement : element,
    text: plain(element.dataset.find),
  }));
  const sections = place.querySelectorAll("[data-find-section]");

  function narrow() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const thing of things) {
      const fit = fits(words, thing.text);
      thing.shown.hidden = !fit;
      if (fit) found += 1;
    }
    for (const section of sections) {
      section.hidden = !section.querySelector("[data-find]:not([hidden])");
    }
    if (none) none.textContent = found ? "" : none.dataset.none;
  }

  // Enter takes the only one left, instead of sending an unfinished form.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const left = things.filter((thing) => !thing.shown.hidden);
    const only = left.length === 1 && left[0].element;
    if (only) (only.querySelector("[data-enter]") ?? only.querySelector("input, a"))?.click();
  });
  input.addEventListener("input", narrow);
  if (input.value) narrow();
}

export function startFilters(root) {
  root.querySelectorAll("[data-filter]").forEach(startFilter);
}
