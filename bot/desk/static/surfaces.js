// Messages, modals and the Home tab: everything in them that can be pressed, chosen or filled in.
import { entered, person, post, rawOf, restore, say } from "./page.js";

const modal = document.getElementById("modal");
const kept = new Map(); // what was entered in each view, for when it comes to the top again
const telling = new Set(); // letters on their way: what is done after them arrives after them, as in Slack
let opener = null;

const surfaceOf = (element) => element.closest("[data-surface]");

async function use(element, raw) {
  if (!(await confirmed(element))) return false;
  const surface = surfaceOf(element);
  const { block, action } = element.dataset;
  element.setAttribute("aria-busy", "true");
  const body = { surface: surface.dataset.surface, id: surface.dataset.id, block, action, raw, entered: entered(surface) };
  const outcome = await post(`/page/as/${person}/use`, body);
  element.removeAttribute("aria-busy");
  if (!outcome.ok && outcome.problem) say(outcome.problem);
  return true;
}

// A field that tells of each letter: nothing waits for the answer, and nothing on the screen changes by it.
function tell(field) {
  const surface = surfaceOf(field);
  const { block, action } = field.dataset;
  const body = { surface: surface.dataset.surface, id: surface.dataset.id, block, action, raw: rawOf(field), entered: entered(surface) };
  const told = post(`/page/as/${person}/use`, body).finally(() => telling.delete(told));
  telling.add(told);
}

function confirmed(element) {
  if (!element.dataset.confirm) return Promise.resolve(true);
  const words = JSON.parse(element.dataset.confirm);
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-title").textContent = words.title;
  document.getElementById("confirm-text").textContent = words.text;
  document.getElementById("confirm-deny").textContent = words.deny;
  const yes = document.getElementById("confirm-yes");
  yes.textContent = words.confirm;
  yes.className = `btn ${words.style}`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "confirm"), { once: true }));
}

export function showModal(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const next = fresh.content.querySelector("form");
  const now = modal.querySelector("form");
  if (now) kept.set(now.dataset.id, entered(now));
  if (!next) return hide();
  if (now && now.dataset.id === next.dataset.id && now.dataset.hash === next.dataset.hash) return;
  const same = now && now.dataset.id === next.dataset.id;
  const focus = same && modal.contains(document.activeElement) ? document.activeElement.id : "";
  if (kept.has(next.dataset.id)) restore(next, kept.get(next.dataset.id));
  modal.replaceChildren(next);
  for (const each of modal.querySelectorAll(".multi")) summarise(each);
  if (!modal.open) {
    opener = document.activeElement;
    modal.showModal();
  }
  const first = (focus && document.getElementById(focus)) || modal.querySelector("[data-focus]")
    || modal.querySelector(".modal-body input, .modal-body select, .modal-body textarea, .modal-body summary") || modal.querySelector("h2");
  first.focus();
}

function hide() {
  kept.clear();
  if (!modal.open) return;
  modal.replaceChildren();
  modal.close();
  const back = opener?.isConnected ? opener : document.getElementById("line");
  back?.focus();
}

async function close(everything) {
  const form = modal.querySelector("form");
  if (!form) return;
  await Promise.all(telling);
  await post(`/page/as/${person}/close`, { id: form.dataset.id, everything });
}

async function submit(form) {
  showErrors(form, {}, "");
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  await Promise.all(telling);
  const outcome = await post(`/page/as/${person}/submit`, { id: form.dataset.id, entered: entered(form) });
  button.disabled = false;
  if (!outcome.ok) showErrors(form, outcome.errors ?? {}, outcome.problem);
}

function showErrors(form, errors, problem) {
  for (const place of form.querySelectorAll("[data-error]")) {
    const words = errors[place.dataset.error] ?? "";
    place.textContent = words;
    place.hidden = !words;
    const field = place.closest(".b-input").querySelector("input, select, textarea, summary");
    if (words) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
  const line = form.querySelector(".modal-problem");
  line.textContent = problem ?? "";
  line.hidden = !problem;
  form.querySelector("[aria-invalid]")?.focus();
}

function summarise(multi) {
  const words = [...multi.querySelectorAll("input:checked")].map((box) => box.nextElementSibling.textContent.trim());
  const place = multi.querySelector("[data-chosen]");
  place.textContent = words.join(", ") || place.dataset.placeholder;
}

let asking;
function suggest(input) {
  clearTimeout(asking);
  const list = document.getElementById(input.getAttribute("list"));
  const known = [...list.options].find((each) => each.value === input.value);
  input.dataset.raw = known ? known.dataset.raw : "";
  if (known) return input.hasAttribute("data-live") ? use(input, known.dataset.raw) : null;
  if (input.value.length < Number(input.dataset.least)) return null;
  asking = setTimeout(async () => {
    const surface = surfaceOf(input);
    const { block, action } = input.dataset;
    const body = { surface: surface.dataset.surface, id: surface.dataset.id, block, action, typed: input.value };
    const found = await post(`/page/as/${person}/suggest`, body);
    list.replaceChildren(...(found.options ?? []).map((each) => {
      const option = document.createElement("option");
      option.value = each.text.text;
      option.dataset.raw = JSON.stringify({ text: each.text, value: each.value });
      return option;
    }));
  }, 250);
  return null;
}

function onClick(event) {
  const at = (selector) => event.target.closest(selector);
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  if (at("[data-press]")) use(at("[data-press]"), null);
  else if (at("[data-pick]")) {
    const pick = at("[data-pick]");
    const menu = pick.closest("details");
    menu.open = false;
    menu.querySelector("summary").focus();
    if (pick.dataset.url) window.open(pick.dataset.url, "_blank", "noopener");
    use(menu, pick.dataset.pick);
  } else if (at("[data-shortcut]")) shortcut(at("[data-shortcut]"));
  else if (at("[data-dismiss]")) post(`/page/as/${person}/dismiss`, { ts: at("[data-dismiss]").dataset.dismiss });
  else if (at("[data-close]")) close(at("[data-close]").dataset.close === "all");
}

async function shortcut(button) {
  const menu = button.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
  const outcome = await post(`/page/as/${person}/shortcut`, { callback: button.dataset.shortcut, ts: button.dataset.ts });
  if (!outcome.ok && outcome.problem) say(outcome.problem);
}

async function onChange(event) {
  const field = event.target.closest("[data-field]");
  if (!field || field.dataset.field === "external") return;
  if (field.classList.contains("multi")) return summarise(field);
  if (!field.hasAttribute("data-live") || field.hasAttribute("data-each-letter")) return;
  if (!(await use(field, rawOf(field)))) field.value = "";
}

export function startSurfaces() {
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("input", (event) => {
    if (event.target.dataset?.field === "external") suggest(event.target);
    if (event.target.matches?.("[data-live][data-each-letter]")) tell(event.target);
  });
  // A menu of several choices tells the bot once, when it is closed.
  document.addEventListener("toggle", (event) => {
    const multi = event.target;
    if (!multi.classList?.contains("multi") || !multi.hasAttribute("data-live")) return;
    const now = JSON.stringify(rawOf(multi));
    if (multi.open) multi.dataset.before = now;
    else if (multi.dataset.before !== now) use(multi, rawOf(multi));
  }, true);
  modal.addEventListener("submit", (event) => { event.preventDefault(); submit(event.target); });
  modal.addEventListener("cancel", (event) => { event.preventDefault(); close(true); });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (event.key === "Escape" && menu) {
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    const input = event.target;
    if (event.key === "Enter" && input.matches?.("input[data-live][data-type$=_input]:not([data-each-letter])")) { event.preventDefault(); use(input, rawOf(input)); }
  });
}
