// Small comforts of forms.

/** The summary of errors takes the focus, and its links put it into the field. */
function startSummary(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus({ preventScroll: true });
    (field.closest(".field, fieldset") ?? field).scrollIntoView({ block: "center" });
  });
}

/** A second tap sends nothing. The button stays enabled until the form is on its way.
    A form with data-again hands out a file and stays where it is. */
function guardAgainstTwice(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter ?? form.querySelector("button[type=submit]");
    button?.setAttribute("aria-busy", "true");
  });
}

/** Coming back with the Back button: the form can be sent again. */
function wake(root) {
  for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const busy of root.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
}

/** The save button says what will happen: "Pass it to {name}" with the name of the picked face.
    A chosen radio button with its own data-save-label ("I received") changes the sentence. */
function startSaveLabel(button) {
  const form = button.form;
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  function say() {
    const name = form.querySelector("input[data-name]:checked")?.dataset.name;
    const sentence =
      form.querySelector("input[data-save-label]:checked")?.dataset.saveLabel || button.dataset.saveLabel;
    words.textContent = name && sentence ? sentence.replace("{name}", name) : before;
  }
  form.addEventListener("change", say);
  say();
}

/** Opening "Sending someone" leads on to the name. A click alone: a page that arrives open keeps its focus. */
function startSubstitute(summary) {
  const details = summary.parentElement;
  summary.addEventListener("click", () => {
    setTimeout(() => {
      if (details.open) details.closest(".answer").querySelector("[name=substitute_name]").focus();
    });
  });
}

function startCopy(button) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) {
    button.hidden = true;
    return;
  }
  const words = button.querySelector("[aria-live]") ?? button;
  const before = words.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    words.textContent = button.dataset.copied;
    setTimeout(() => {
      words.textContent = before;
    }, 2500);
  });
}

/** Prints the page; it appears where scripts run. */
function startPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** Shows a typed password, and hides it again before it is sent. */
function startReveal(line) {
  const field = document.getElementById(line.dataset.reveal);
  const box = line.querySelector("input");
  if (!field || !box) return;
  line.hidden = false;
  box.checked = false;
  box.addEventListener("change", () => {
    field.type = box.checked ? "text" : "password";
  });
  field.form?.addEventListener("submit", () => {
    field.type = "password";
  });
}

/** Says how many boxes of its panel are ticked: "51 of 53 days ticked". */
function startTicked(words) {
  const panel = words.closest("section");
  const count = (boxes) => panel.querySelectorAll(boxes).length;
  function say() {
    const said = words.dataset.ticked.replace("{n}", count("input:checked"));
    words.textContent = said.replace("{all}", count("input[type=checkbox]"));
  }
  panel.addEventListener("change", say);
  say();
}

/** Examples of days of a month follow the day that is chosen: "such as the fourth Saturday". */
function startExamples(set) {
  const { nth, days } = JSON.parse(set.dataset.examples);
  document.getElementById(set.dataset.follows).addEventListener("change", (event) => {
    const day = event.target.valueAsDate;
    if (!day) return;
    const number = day.getUTCDate();
    const weekday = (day.getUTCDay() + 6) % 7;
    const week = Math.ceil(number / 7) - 1;
    const chosen = { weekday: nth[week][weekday], last: nth[5][weekday], day: days[number - 1] };
    for (const [value, words] of Object.entries(chosen)) {
      const label = set.querySelector(`[value=month-${value}] + label`);
      if (label) label.lastChild.textContent = words;
    }
  });
}

export function startForms(root) {
  root.querySelectorAll("[data-focus]").forEach(startSummary);
  root.querySelectorAll("form[method=post]:not([data-again])").forEach(guardAgainstTwice);
  root.querySelectorAll("button[data-save-label]").forEach(startSaveLabel);
  root.querySelectorAll("[data-reveal]").forEach(startReveal);
  root.querySelectorAll(".answer details > summary").forEach(startSubstitute);
  root.querySelectorAll("[data-copy]").forEach(startCopy);
  root.querySelectorAll("[data-print]").forEach(startPrint);
  root.querySelectorAll("[data-ticked]").forEach(startTicked);
  root.querySelectorAll("[data-examples]").forEach(startExamples);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) wake(root);
  });
}
