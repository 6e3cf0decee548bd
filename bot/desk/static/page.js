// What every part of the page uses: posting, redrawing, saying what went wrong.
export const person = document.body.dataset.person;

export async function get(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

export async function post(url, body) {
  let found;
  try {
    const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    found = await answer.json();
  } catch {
    found = { ok: false, problem: "The desk does not answer. Is cornerstone demo still running?" };
  }
  document.dispatchEvent(new Event("desk:acted"));
  return found;
}

let hiding;
export function say(words) {
  const toast = document.getElementById("toast");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (toast.hidden = true), 8000);
}

// Replaces the children that changed. A child is known by data-key and unchanged while its data-rev is.
export function redraw(target, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const old = new Map([...target.children].map((each) => [each.dataset.key, each]));
  const focus = document.activeElement;
  const lost = target.contains(focus) ? address(focus) : null;
  let place = null;
  for (const next of [...fresh.content.children]) {
    const known = old.get(next.dataset.key);
    const keep = known && known.dataset.rev === next.dataset.rev;
    if (known && !keep) restore(next, entered(known));
    const stays = keep ? known : next;
    const follows = place ? place.nextElementSibling : target.firstElementChild;
    if (known && !keep) known.replaceWith(next);
    else if (stays !== follows) target.insertBefore(stays, follows);
    place = stays;
    old.delete(next.dataset.key);
  }
  for (const gone of old.values()) gone.remove();
  if (lost && !target.contains(document.activeElement)) find(target, lost)?.focus();
}

function address(element) {
  const owner = element.closest("[data-key]");
  return { key: owner?.dataset.key, test: element.closest("[data-testid]")?.dataset.testid, id: element.id };
}

function find(target, { key, test, id }) {
  const owner = key && target.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return (id && document.getElementById(id)) || (owner && test && owner.querySelector(`[data-testid="${CSS.escape(test)}"]`));
}

// What is entered in the fields of a surface, by block and action, as the server takes it.
export function entered(surface) {
  const values = {};
  for (const field of surface.querySelectorAll("[data-field]")) {
    (values[field.dataset.block] ??= {})[field.dataset.action] = rawOf(field);
  }
  return values;
}

export function rawOf(field) {
  const ticked = () => [...field.querySelectorAll("input:checked")].map((each) => each.value);
  if (field.dataset.field === "ticks") return ticked();
  if (field.dataset.field === "radio") return ticked()[0] ?? null;
  return field.dataset.field === "external" ? field.dataset.raw || null : field.value || null;
}

// Put back what was entered, where the same block and action are still there.
export function restore(surface, values) {
  for (const field of surface.querySelectorAll("[data-field]")) {
    const raw = values[field.dataset.block]?.[field.dataset.action];
    if (raw === undefined) continue;
    if (field.dataset.field === "ticks" || field.dataset.field === "radio") {
      const several = [].concat(raw ?? []);
      for (const box of field.querySelectorAll("input")) box.checked = several.includes(box.value);
    } else if (field.dataset.field === "text") field.value = raw ?? "";
  }
}
