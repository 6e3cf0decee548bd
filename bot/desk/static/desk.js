// The desk's page: asks once a second what has changed, and redraws only that.
import { get, person, post, redraw } from "./page.js";
import { startComposer } from "./composer.js";
import { showModal, startSurfaces } from "./surfaces.js";

const revisions = JSON.parse(document.body.dataset.revisions);
const scroll = document.getElementById("scroll");
const record = document.getElementById("record");
const wide = matchMedia("(min-width: 1181px)");
let tab = document.body.dataset.tab;
let busy = false;

const isOpen = { sent: () => !record.hidden, faults: () => !record.hidden && !document.getElementById("faults-pane").hidden };

async function refresh(name) {
  const html = await get(`/page/parts/${name}?person=${person}`);
  if (name === "modal") return showModal(html);
  const target = document.getElementById(name);
  const atEnd = scroll && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  redraw(target, html);
  if (name === "messages" && atEnd) toEnd();
  if (name === "messages" && tab === "messages" && !document.hidden) look(false);
}

function toEnd() {
  if (scroll) scroll.scrollTop = scroll.scrollHeight;
}

function look(opened) {
  return person ? post(`/page/as/${person}/look`, { tab, opened }) : null;
}

function showTime(state) {
  document.getElementById("now").textContent = state.now_words;
  const journey = document.getElementById("journey");
  if (journey.textContent !== state.journey) journey.textContent = state.journey;
  journey.classList.toggle("failed", state.journey_failed);
  document.getElementById("progress").hidden = !state.busy;
  for (const button of document.querySelectorAll("[data-time]")) button.disabled = state.busy;
  busy = state.busy;
}

function showUnread(unread) {
  const others = Object.entries(unread).filter(([id]) => id !== person).reduce((sum, [, n]) => sum + n, 0);
  const badge = document.getElementById("others-unread");
  if (!badge) return;
  badge.hidden = !others;
  badge.textContent = others;
  badge.setAttribute("aria-label", `${others} unread for others`);
}

let stale = new Set();
async function pulse() {
  try {
    const state = await (await fetch(`/page/pulse?person=${person}`)).json();
    showTime(state);
    showUnread(state.unread);
    for (const [name, revision] of Object.entries(state.revisions)) {
      if (revisions[name] !== revision) stale.add(name);
      revisions[name] = revision;
    }
    for (const name of [...stale]) {
      if (isOpen[name] && !isOpen[name]()) continue;
      stale.delete(name);
      await refresh(name);
    }
    document.body.classList.remove("away");
  } catch {
    document.body.classList.add("away"); // The desk was stopped: keep asking, quietly.
  }
}

let beating;
async function beat() {
  clearTimeout(beating);
  await pulse();
  beating = setTimeout(beat, document.hidden ? 5000 : busy ? 400 : 1000);
}
document.addEventListener("desk:acted", beat);
document.addEventListener("visibilitychange", () => document.hidden || beat());

function choose(next) {
  tab = next;
  for (const each of document.querySelectorAll("[data-tab][role=tab]")) {
    const on = each.dataset.tab === tab;
    each.setAttribute("aria-selected", on);
    each.tabIndex = on ? 0 : -1;
    document.getElementById(`${each.dataset.tab}-pane`).hidden = !on;
  }
  history.replaceState(null, "", tab === "home" ? `/as/${person}?tab=home` : `/as/${person}`);
  look(true);
  if (tab === "messages") toEnd();
}

function chooseRecord(name) {
  for (const each of document.querySelectorAll("[data-record]")) {
    const on = each.dataset.record === name;
    each.setAttribute("aria-selected", on);
    each.tabIndex = on ? 0 : -1;
    document.getElementById(`${each.dataset.record}-pane`).hidden = !on;
  }
  beat();
}

function showRecord(on) {
  record.hidden = !on;
  document.getElementById("record-button")?.setAttribute("aria-expanded", on);
  if (on) beat();
}

function showPeople(on) {
  document.getElementById("people-nav").classList.toggle("open", on);
  document.getElementById("people-button")?.setAttribute("aria-expanded", on);
  if (on) document.querySelector("#people a[aria-current], #people a")?.focus();
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const link = at("[data-tab][role=tab]");
  if (link) {
    event.preventDefault();
    choose(link.dataset.tab);
  } else if (at("[data-time]")) {
    busy = true;
    for (const button of document.querySelectorAll("[data-time]")) button.disabled = true;
    document.getElementById("progress").hidden = false;
    post("/page/time", { to: at("[data-time]").dataset.time });
  } else if (at("[data-record]")) chooseRecord(at("[data-record]").dataset.record);
  else if (at("#record-button")) showRecord(record.hidden);
  else if (at("#record-close")) { showRecord(false); document.getElementById("record-button")?.focus(); }
  else if (at("#people-button")) showPeople(true);
  else if (at("#people-close")) { showPeople(false); document.getElementById("people-button").focus(); }
  else if (at("[data-fault]")) {
    const button = at("[data-fault]");
    const on = button.getAttribute("aria-checked") !== "true";
    post("/page/faults", { fault: button.dataset.fault, on, method: document.getElementById("fault-method").value });
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    if (!wide.matches && !record.hidden) { showRecord(false); document.getElementById("record-button")?.focus(); }
    if (document.querySelector(".people.open")) { showPeople(false); document.getElementById("people-button").focus(); }
  }
  const tabNow = event.target.closest?.("[role=tab]");
  if (tabNow && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    const tabs = [...tabNow.closest("[role=tablist]").querySelectorAll("[role=tab]")];
    const next = tabs[(tabs.indexOf(tabNow) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
    next.click();
    next.focus();
  }
});

const fit = () => showRecord(wide.matches);
wide.addEventListener("change", fit);
fit();
startSurfaces();
if (person) startComposer();
toEnd();
look(true);
if (person) stale.add("modal");
document.body.classList.add("ready");
beat();
