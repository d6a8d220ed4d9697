// What the desk does beyond links and forms: keys, a source beside the page, progress, places from a selection.
// Everything it does can be done without it.
"use strict";

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// A source beside the page

const panel = one("#panel");
const wide = matchMedia("(min-width: 64rem)");

async function showSource(link, focus) {
  const address = new URL(link.href);
  const response = await fetch(`/statements/${link.dataset.source}/panel${address.search}`);
  if (!response.ok) { location.href = link.href; return; }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  panel.replaceChildren(...page.body.childNodes);
  all("[aria-current=true][data-entry]").forEach((entry) => entry.removeAttribute("aria-current"));
  link.closest("[data-entry]")?.setAttribute("aria-current", "true");
  const here = new URL(location.href);
  here.searchParams.set("s", link.dataset.source);
  history.replaceState(null, "", here);
  toMark();
  if (focus) panel.focus();
}

function toMark() {
  const mark = panel && one("mark.on", panel);
  if (mark && getComputedStyle(panel).position === "sticky") {
    panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-source]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (link && panel && wide.matches && plain) {
    event.preventDefault();
    showSource(link, event.detail === 0);
  }
});
toMark();

// Keys: one table, drawn by the server

const bindings = all("#keys-panel [data-press]").map((row) => ({ ...row.dataset }));
const keysOff = document.documentElement.dataset.keys === "off";
const dialog = one("#keys-panel");
let before = "";

function entries() { return all("main [data-entry]").filter((entry) => entry.offsetParent !== null || entry.tagName === "TR"); }
function here() { return document.activeElement?.closest("[data-entry]"); }

function step(by) {
  const list = entries();
  const place = list.indexOf(here());
  const to = list[Math.min(Math.max(place + by, 0), list.length - 1)];
  if (!to) return;
  to.tabIndex = -1;
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}

const acts = {
  focus: (to) => { const found = one(to); found?.focus(); found?.scrollIntoView({ block: "nearest" }); return Boolean(found); },
  panel: () => { dialog.showModal(); return true; },
  go: (to) => { location.href = to; return true; },
  next: () => { step(here() ? 1 : 0); return true; },
  back: () => { step(-1); return true; },
  open: () => { const entry = document.activeElement; const link = entry?.matches("[data-entry]") && one("a[href]", entry); link?.click(); return Boolean(link); },
  source: () => { const link = here() && one("a[data-source]", here()); if (link && panel) showSource(link, true); return Boolean(link); },
  close: () => { const list = here(); if (panel?.contains(document.activeElement)) { one("[data-entry][aria-current=true]")?.focus(); return true; } document.activeElement?.blur(); return Boolean(list); },
  follow: (rel) => { const link = one(`main a[rel=${rel}]`); link?.click(); return Boolean(link); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing) { if (event.key === "Escape") typing.blur(); return; }
  if (keysOff && event.key.length === 1) return;
  if (event.key === "Enter" && !event.target.matches("[data-entry]")) return;
  const pressed = before ? `${before} ${event.key}` : event.key;
  const bound = bindings.find((binding) => binding.press === pressed);
  before = !bound && bindings.some((binding) => binding.press.startsWith(`${pressed} `)) ? pressed : "";
  if (bound && acts[bound.act](bound.to)) event.preventDefault();
});
for (const button of all("#keys-panel form button")) button.addEventListener("click", () => dialog.close());

// Progress of what is taken in

const job = one("#job[data-ended=no]");
if (job && "EventSource" in window) {
  const events = new EventSource(`/jobs/${job.dataset.job}/events`);
  events.addEventListener("job", (event) => {
    const told = JSON.parse(event.data);
    const done = one("#job-done");
    if (done) done.textContent = told.done;
    if (told.state === "done" || told.state === "failed") { events.close(); location.reload(); }
  });
}

// Places in the text from what is selected in the source. Offsets count code points, as everywhere in the record.

let selected = "";
const codePoints = (text) => [...text].length;

function offset(node, at) {
  const stretch = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!stretch) return null;
  const range = document.createRange();
  range.setStart(stretch, 0);
  range.setEnd(node, at);
  return Number(stretch.dataset.at) + codePoints(range.toString());
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!panel || selection.isCollapsed || !panel.contains(selection.anchorNode) || !panel.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  if (start !== null && end !== null && start < end) selected = `${start}:${end}`;
});

for (const input of all("input[data-span]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "take";
  button.textContent = "Take the selection";
  button.addEventListener("click", () => { if (selected) input.value = selected; input.focus(); });
  input.after(button);
}
