// Taking attendance in a noisy room: a tap shows at once, stays on this telephone until the server has it, and
// goes out by itself. What is kept are keys, ids and instants, never a name. Without this file each tap is a form.
const HERE = new Set(["present", "late", "substitute"]);
const A_SECOND = 1000;
const MOST_AT_ONCE = 500;
const LONGEST_WAIT = 60 * A_SECOND;
const ASK_EVERY = 30 * A_SECOND;
const TOLERATED_SKEW = 30 * A_SECOND;
const DOUBLE_TAP = 700;

const root = document.getElementById("attendance");
const words = root.dataset;
const form = document.getElementById("register");
const dialog = document.getElementById("mark-dialog");
const token = form.querySelector("[name=csrf_token]").value;
const rows = new Map(Array.from(form.querySelectorAll("[data-member]"), (row) => [row.dataset.member, row]));
const stands = new Map();
const typedNames = new Map(); // by key, for as long as this page is open
const nameless = new Set(); // members whose stand-in was typed on a page that is gone

let skew = 0;
let trouble = "";
let failures = 0;
let sending = false;
let retry = 0;
let undo = null;
let waits = false; // whether the page says that something waits for the signal
let lastTap = { member: "", at: 0 };
let kept = []; // where the browser keeps nothing
let keeps = true;

// What is kept

function load() {
  if (!keeps) return kept; // what the browser has is older than what is in memory
  try {
    kept = JSON.parse(localStorage.getItem(words.store)) ?? [];
  } catch {
    // nothing kept, or not readable: what is in memory counts
  }
  return kept;
}

function save(taps) {
  kept = taps;
  try {
    if (taps.length) localStorage.setItem(words.store, JSON.stringify(taps));
    else localStorage.removeItem(words.store);
    keeps = true;
  } catch {
    keeps = false; // no room: the page goes on with what is in memory
  }
}

const waiting = () => load().filter((tap) => !tap.why);

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const now = () => Date.now() + skew;

/** A telephone's clock may be wrong by hours; the server's counts, as far as it is known. */
function setClock(serverNow) {
  const difference = Number(serverNow) - Date.now();
  skew = Math.abs(difference) > TOLERATED_SKEW ? difference : 0;
}

// What is shown

const nameOf = (member) => rows.get(String(member))?.querySelector(".t")?.textContent ?? "?";

/** Whom a member said they send; "" for nobody. */
const sentBy = (member) => rows.get(member)?.dataset.sends ?? "";

/** Whether a page that is left now could be opened again. */
const hasSignal = () => navigator.onLine && trouble !== words.noSignal;

const say = (sentence, values) => sentence.replace(/{(\w+)}/g, (_, name) => values[name]);

function meant(tap) {
  if (tap.mark === "none") return "";
  return tap.mark === "here" ? (tap.at >= Number(words.lateFrom) ? "late" : "present") : tap.mark;
}

/** How a member is marked, with what this telephone has not sent yet laid over what the server knows. */
function markOf(member, taps = waiting()) {
  const own = taps.findLast((tap) => String(tap.member) === member);
  if (own) return { mark: meant(own), name: typedNames.get(own.key) ?? (own.mark === "substitute" ? sentBy(member) : "") };
  return stands.get(member) ?? { mark: "", name: "" };
}

function wordOf({ mark, name }) {
  if (!mark) return "";
  if (name) return say(words.wordStoodIn, { name });
  return words[`word${mark[0].toUpperCase()}${mark.slice(1)}`];
}

function paint() {
  const taps = waiting();
  let here = 0;
  let all = 0;
  for (const [member, row] of rows) {
    const standing = markOf(member, taps);
    if (row.dataset.mark !== standing.mark) row.dataset.mark = standing.mark;
    const state = row.querySelector("[data-state]");
    if (state.textContent !== wordOf(standing)) state.textContent = wordOf(standing);
    here += HERE.has(standing.mark);
    all += HERE.has(standing.mark) || Boolean(row.closest("[data-section=expected]"));
  }
  if (waits && hasSignal() && !taps.length) tell(words.back, false);
  root.querySelector("[data-counted]").textContent = say(words.count, { here, all });
  paintUnsent();
}

function paintUnsent() {
  const taps = load();
  const open = taps.filter((tap) => !tap.why);
  const slow = open.some((tap) => now() - tap.at > 2 * A_SECOND);
  const lines = taps.filter((tap) => tap.why).map((tap) => say(words.refused, { name: nameOf(tap.member), why: tap.why }));
  if (open.length && (trouble || slow)) {
    const count = open.length === 1 ? words.unsentOne : say(words.unsent, { n: open.length });
    lines.unshift(`${count}. ${trouble || words.noSignal}`);
  }
  lines.push(...Array.from(nameless, (member) => say(words.typeAgain, { name: nameOf(member) })));
  const line = root.querySelector("[data-unsent-line]");
  const text = lines.join("\n");
  line.hidden = !text;
  const told = line.querySelector("[data-words]");
  if (told.textContent !== text) told.textContent = text;
  line.querySelector("button").hidden = !nameless.size && !taps.some((tap) => tap.why);
}

function paintLate() {
  root.querySelector("[data-late]").hidden = Boolean(words.isClosed) || now() < Number(words.lateFrom);
}

function tell(text, offersUndo) {
  waits = false;
  const line = root.querySelector("[data-undo-line]");
  line.hidden = false;
  line.querySelector("[data-words]").textContent = text;
  line.querySelector("button").hidden = !offersUndo;
}

function tellToWait() {
  tell(hasSignal() ? words.wait : words.offline, false);
  waits = true;
  send();
}

// Tapping

function tap(member, mark, name = "") {
  const before = markOf(member);
  const one = { key: newKey(), member: Number(member), mark, at: now() };
  nameless.delete(String(member));
  if (name && name !== sentBy(member)) {
    typedNames.set(one.key, name);
    one.named = true; // the name itself is not kept
  }
  save([...load(), one]);
  undo = { member, before };
  root.querySelector("[data-undo-form]")?.remove();
  const said = wordOf(markOf(member)) || words.wordNone;
  tell(say(words.said, { name: nameOf(member), mark: said }), true);
  clearFilter();
  paint();
  send();
  setTimeout(paintUnsent, 2.1 * A_SECOND);
}

function takeBack() {
  const { member, before } = undo;
  tap(member, before.mark || "none", before.name);
  tell(say(words.undone, { name: nameOf(member) }), false);
}

function clearFilter() {
  const box = document.getElementById("register-filter");
  if (!box?.value) return;
  box.value = "";
  box.dispatchEvent(new Event("input"));
}

function openChoices(member) {
  const standing = markOf(member);
  dialog.dataset.member = member;
  dialog.querySelector("h2").textContent = nameOf(member);
  dialog.querySelector("input").value = standing.name || sentBy(member);
  for (const button of dialog.querySelectorAll("[data-say]")) {
    button.setAttribute("aria-pressed", String(button.dataset.say === (standing.mark || "none")));
  }
  dialog.showModal();
}

function choose(mark) {
  dialog.close();
  tap(dialog.dataset.member, mark, mark === "substitute" ? dialog.querySelector("input").value.trim() : "");
}

function onTap(event) {
  const row = event.target.closest("[data-member]");
  const bare = event.target.closest(".register-tap");
  if (!row || !(bare || event.target.closest(".register-other")) || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const member = row.dataset.member;
  const twice = lastTap.member === member && Date.now() - lastTap.at < DOUBLE_TAP;
  if (bare && twice) return;
  lastTap = { member, at: Date.now() };
  if (bare && !row.dataset.mark) tap(member, row.dataset.sends === undefined ? "here" : "substitute");
  else openChoices(member);
}

// Sending

const OBSTACLES = { 400: words.stale, 401: words.signedOut, 403: words.notAllowed, 404: words.notAllowed };

/** Why an answer is none, in words; none for one that may be asked for again. */
const obstacle = ({ type, status }) => OBSTACLES[type === "opaqueredirect" ? 401 : status];

async function ask(options = {}) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return fetch(words.taps, { headers, redirect: "manual", signal: AbortSignal.timeout(20 * A_SECOND), ...options });
}

async function send() {
  const batch = waiting().slice(0, MOST_AT_ONCE);
  if (sending || !batch.length) return;
  sending = true;
  clearTimeout(retry);
  try {
    const taps = batch.map((one) => ({ ...one, name: typedNames.get(one.key) ?? "" }));
    await take(await ask({ method: "POST", body: JSON.stringify({ taps }) }), batch);
  } catch {
    trouble = words.noSignal;
    sendLater();
  } finally {
    sending = false;
  }
  paint();
  if (!trouble && waiting().length) send();
}

async function take(response, batch) {
  if (response.ok) {
    receive(await response.json(), batch);
  } else if (response.status === 422) {
    trouble = (await response.json()).why;
  } else {
    trouble = obstacle(response) || words.noSignal;
    if (!obstacle(response)) sendLater();
  }
}

function sendLater() {
  failures += 1;
  retry = setTimeout(send, Math.min(LONGEST_WAIT, 2 ** failures * A_SECOND) * (0.75 + Math.random() / 2));
}

/** The marks as they stand; what was refused for good stays here with the reason until it is read. */
function receive(answer, batch = []) {
  setClock(answer.now);
  failures = 0;
  const refused = new Map(answer.refused.map((one) => [one.key, one]));
  const sent = new Set(batch.map((one) => one.key));
  trouble = answer.refused.some((one) => one.again) ? words.closed : "";
  save(
    load()
      .filter((one) => !sent.has(one.key) || refused.has(one.key))
      .map((one) => (refused.has(one.key) && !refused.get(one.key).again ? { ...one, why: refused.get(one.key).why } : one)),
  );
  stands.clear();
  for (const [member, [mark, name]] of Object.entries(answer.marks)) stands.set(member, { mark, name });
  if (answer.closed !== Boolean(words.isClosed) && !load().length) location.reload();
}

async function refresh() {
  if (document.hidden) return;
  if (waiting().length) {
    send();
    return;
  }
  try {
    const response = await ask();
    if (response.ok && !sending && !waiting().length) receive(await response.json());
    paint();
  } catch {
    // no signal, and nothing to send
  }
}

function start() {
  setClock(words.now);
  for (const one of waiting()) if (one.named) nameless.add(String(one.member));
  for (const [member, row] of rows) stands.set(member, { mark: row.dataset.mark, name: row.dataset.standIn ?? "" });
  // a face further down must not be missing once the signal is
  for (const image of root.querySelectorAll("img[loading=lazy]")) image.loading = "eager";
  form.addEventListener("click", onTap);
  root.querySelector("[data-undo-line] button").addEventListener("click", takeBack);
  root.querySelector("[data-unsent-line] button").addEventListener("click", () => {
    save(waiting());
    nameless.clear();
    paintUnsent();
  });
  for (const link of root.querySelectorAll("[data-close]")) {
    link.addEventListener("click", (event) => {
      if (!waiting().length && hasSignal()) return;
      event.preventDefault();
      tellToWait();
    });
  }
  root.addEventListener("submit", (event) => {
    if (hasSignal()) return;
    event.preventDefault(); // the browser's own page would take this one's place
    delete event.target.dataset.sent;
    event.submitter?.removeAttribute("aria-busy");
    tellToWait();
  });
  dialog?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-say]");
    if (button) choose(button.dataset.say);
    else if (event.target === dialog || event.target.closest("[data-shut]")) dialog.close();
  });
  dialog?.querySelector("input").addEventListener("keydown", (event) => {
    if (event.key === "Enter") choose("substitute");
  });
  window.addEventListener("online", refresh);
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("beforeunload", (event) => {
    if (!navigator.onLine) event.preventDefault(); // this page could not be opened again
  });
  setInterval(refresh, ASK_EVERY);
  setInterval(paintLate, 5 * A_SECOND);
  paint();
  paintLate();
  send();
}

if (root && form) start();
